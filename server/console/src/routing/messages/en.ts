export const en = { routing: { title: 'Routing' } };
