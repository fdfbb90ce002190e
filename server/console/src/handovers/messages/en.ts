export const en = { handovers: { title: 'Handovers' } };
