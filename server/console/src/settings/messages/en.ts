export const en = { settings: { title: 'Settings' } };
