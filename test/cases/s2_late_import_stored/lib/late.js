import { inner } from './inner.js';

export const word = `late and ${inner}`;
