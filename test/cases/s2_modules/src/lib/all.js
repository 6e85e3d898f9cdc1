export * from './shout.mjs';
export { shout as cry } from './shout.mjs';
export const topThis = this;
export const { url } = import.meta;
