/** Stands for provisioning/apply. */
export const apply = 'apply';
