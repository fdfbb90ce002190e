/** Stands for provisioning/cli. */
export const cli = 'cli';
