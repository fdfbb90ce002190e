export const en = { home: { title: 'Home' } };
