export const auditor = 1;
