export const en = { people: { title: 'People' } };
