/** Stands for test code. */
export const anything = 'test';
