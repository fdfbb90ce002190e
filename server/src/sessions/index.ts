/**
 * Who is signed in: passwords, tokens, their ends, and the first administrator of a box. Knows people only through the
 * `People` port, so that it stands beside the directory and not above it; knows nothing of HTTP.
 */
export { bootstrapAdministrator } from './bootstrap.ts';
export { createConsoleSignIn, type ConsoleSignIn, type Opened } from './console-sign-in.ts';
export { createOwnFactors, type OwnFactors } from './own-factors.ts';
export type { Site } from './passkeys.ts';
export { createSealer } from './sealed-secret.ts';
export { createSecondFactors, type SecondFactors } from './second-factors.ts';
export { totpCode } from './totp.ts';
export { hashPassword, isPassword } from './password.ts';
export type { People, SignInPerson } from './ports.ts';
export { createSessions, type SessionDeps, type SessionService } from './session-service.ts';
