export const en = { accounts: { title: 'Company accounts' } };
