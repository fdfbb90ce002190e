import { Type, type Static } from 'typebox';
import { PersonId, SessionId, Timestamp } from './ids.ts';
import { Session, SignedInPerson } from './sessions.ts';
import { nullable, strict } from './shape.ts';

/** Roles that have something to do in the admin console; an employee has not. */
export const consoleRoles = ['administrator', 'compliance-officer', 'team-lead'] as const;

export const secondFactors = ['totp', 'passkey', 'recovery-code'] as const;
export const SecondFactor = Type.Enum(secondFactors);
export type SecondFactor = (typeof secondFactors)[number];

const Name = Type.String({ minLength: 1, maxLength: 80, description: 'Sign-in name.' });
const Password = Type.String({ minLength: 1, maxLength: 1024 });
const Ticket = Type.String({ minLength: 20, maxLength: 100, description: 'Stands for a password that was right, for ten minutes and five tries.' });
const Code = Type.String({ minLength: 6, maxLength: 40, description: 'Six digits of an authenticator, or a recovery code; blanks and hyphens do not count.' });
const Credential = Type.Unknown({ description: 'What the browser’s authenticator answered, as JSON (WebAuthn level 3, §5.1).' });
const Options = Type.Unknown({ description: 'For the browser’s authenticator, as JSON (WebAuthn level 3, §5.1).' });
const PasskeyName = Type.String({ minLength: 1, maxLength: 60, description: 'By which its owner tells it from their others.' });

export const StartSignIn = Type.Object({ name: Name, password: Password }, strict);
export type StartSignIn = Static<typeof StartSignIn>;

export const SignedIn = Type.Object(
  {
    state: Type.Literal('signed-in'),
    session: Session,
    person: SignedInPerson,
    recoveryCodes: nullable(Type.Array(Type.String(), { description: 'Shown this once, when the first second factor was added.' })),
  },
  strict,
);
export type SignedIn = Static<typeof SignedIn>;

/** What comes next. The session itself is a cookie that no script can read. */
export const SignInStep = Type.Union([
  SignedIn,
  Type.Object({ state: Type.Literal('second-factor'), ticket: Type.String(), methods: Type.Array(SecondFactor), passkey: nullable(Options) }, strict),
  Type.Object({ state: Type.Literal('enrol'), ticket: Type.String() }, strict),
]);
export type SignInStep = Static<typeof SignInStep>;

const proofs = {
  totp: Type.Object({ method: Type.Literal('totp'), code: Code }, strict),
  recovery: Type.Object({ method: Type.Literal('recovery-code'), code: Code }, strict),
  passkey: Type.Object({ method: Type.Literal('passkey'), credential: Credential }, strict),
};
export const SecondFactorProof = Type.Union([proofs.totp, proofs.recovery, proofs.passkey]);
export type SecondFactorProof = Static<typeof SecondFactorProof>;

export const AnswerSignIn = Type.Object({ ticket: Ticket, proof: SecondFactorProof }, strict);
export type AnswerSignIn = Static<typeof AnswerSignIn>;

export const WithTicket = Type.Object({ ticket: Ticket }, strict);
export type WithTicket = Static<typeof WithTicket>;

export const TotpSecret = Type.Object(
  { secret: Type.String({ description: 'Base32, for typing.' }), uri: Type.String({ description: 'otpauth: address for a QR code.' }) },
  strict,
);
export type TotpSecret = Static<typeof TotpSecret>;
export const EnrolTotp = Type.Object({ ticket: Ticket, code: Code }, strict);
export type EnrolTotp = Static<typeof EnrolTotp>;
export const PasskeyOptions = Type.Object({ options: Options }, strict);
export type PasskeyOptions = Static<typeof PasskeyOptions>;
export const EnrolPasskey = Type.Object({ ticket: Ticket, name: PasskeyName, credential: Credential }, strict);
export type EnrolPasskey = Static<typeof EnrolPasskey>;

export const linkPurposes = ['first-administrator', 'new-person', 'reset'] as const;
const LinkToken = Type.String({ minLength: 20, maxLength: 100 });
export const ReadSignInLink = Type.Object({ token: LinkToken }, strict);
export type ReadSignInLink = Static<typeof ReadSignInLink>;
/** What a one-time link is good for. */
export const SignInLink = Type.Object(
  { purpose: Type.Enum(linkPurposes), signInName: nullable(Type.String()), name: nullable(Type.String()), expiresAt: Timestamp },
  strict,
);
export type SignInLink = Static<typeof SignInLink>;
export const UseSignInLink = Type.Object(
  {
    token: LinkToken,
    password: Type.String({ minLength: 12, maxLength: 1024 }),
    signInName: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9.-]{0,39}$', description: 'Only the first administrator chooses it.' })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'Only the first administrator says it.' })),
  },
  strict,
);
export type UseSignInLink = Static<typeof UseSignInLink>;
/** Handed to whoever shall use it; the box keeps only its hash. */
export const MadeSignInLink = Type.Object({ url: Type.String(), expiresAt: Timestamp }, strict);
export type MadeSignInLink = Static<typeof MadeSignInLink>;

/** Proving again who one is, before an act that takes something away. */
export const VerifySelf = Type.Union([Type.Object({ method: Type.Literal('password'), password: Password }, strict), proofs.totp, proofs.passkey]);
export type VerifySelf = Static<typeof VerifySelf>;
export const Verified = Type.Object({ until: Timestamp }, strict);
export type Verified = Static<typeof Verified>;

const PasskeyId = Type.String({ minLength: 1, maxLength: 1400, pattern: '^[A-Za-z0-9_-]+$' });
export const SignInMethods = Type.Object(
  {
    password: Type.Boolean({ description: 'The box keeps the password; otherwise the homeserver does.' }),
    totp: nullable(Type.Object({ addedAt: Timestamp }, strict)),
    passkeys: Type.Array(Type.Object({ passkeyId: PasskeyId, name: Type.String(), addedAt: Timestamp, lastUsedAt: nullable(Timestamp) }, strict)),
    recoveryCodesLeft: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export type SignInMethods = Static<typeof SignInMethods>;
export const ConfirmTotp = Type.Object({ code: Code }, strict);
export type ConfirmTotp = Static<typeof ConfirmTotp>;
export const AddPasskey = Type.Object({ name: PasskeyName, credential: Credential }, strict);
export type AddPasskey = Static<typeof AddPasskey>;
export const RecoveryCodes = Type.Object({ recoveryCodes: Type.Array(Type.String()) }, strict);
export type RecoveryCodes = Static<typeof RecoveryCodes>;
export const PasskeyParams = Type.Object({ passkeyId: PasskeyId }, strict);

export const PersonSessions = Type.Object({ sessions: Type.Array(Session) }, strict);
export type PersonSessions = Static<typeof PersonSessions>;
export const PersonSessionParams = Type.Object({ personId: PersonId, sessionId: SessionId }, strict);
