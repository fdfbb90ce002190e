export const en = { queue: { title: 'Unassigned' } };
