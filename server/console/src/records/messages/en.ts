export const en = { records: { title: 'Records' } };
