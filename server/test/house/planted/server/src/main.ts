/** Stands for the composition root. */
export const main = 'main';
