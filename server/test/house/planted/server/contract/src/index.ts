/** Stands for the contract. */
export const contract = 'contract';
