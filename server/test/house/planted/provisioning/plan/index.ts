/** Stands for provisioning/plan. */
export const plan = 'plan';
