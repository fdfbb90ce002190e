export const en = { audit: { title: 'Audit trail' } };
