export { name } from 'inner';
