export const en = { session: { signIn: 'Sign in', ownAccount: 'Your account' } };
