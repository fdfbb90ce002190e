export const en = { clients: { title: 'Clients' } };
