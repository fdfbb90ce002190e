export const en = { health: { title: 'Health' } };
