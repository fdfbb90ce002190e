import type { ErrorCode } from '@holdfast/contract';
import type { BridgeRefusal } from '../bridge/index.ts';
import { AppError } from '../kernel/index.ts';

/** Words bridgev2 and the stock bridges use when somebody cannot be written to first. */
const answers: readonly (readonly [word: RegExp, code: ErrorCode, message: string, field?: string])[] = [
  [/^M_NOT_FOUND$/, 'NOT_ON_NETWORK', 'the network knows nobody by this number', '/identifier'],
  [/^M_INVALID_PARAM$/, 'IDENTIFIER_INVALID', 'the network finds nobody by something like this', '/identifier'],
  [/^M_FORBIDDEN$/, 'CONTACT_BLOCKED', 'this person takes no messages from the company’s number', '/identifier'],
  [/^M_LIMIT_EXCEEDED$|LIMITED$/, 'NETWORK_LIMITED', 'the network lets this number begin no more conversations for now', '/accountId'],
  [/NOT_LOGGED_IN$/, 'ACCOUNT_NOT_CONNECTED', 'the bridge says that the account is not signed in', '/accountId'],
];

/** What the network answered to whoever wants to write first, as codes that a screen has words for. Anything it does not say so clearly stays NETWORK_REFUSED. Pure. */
export function networkAnswer(refusal: BridgeRefusal): AppError {
  const [, code, message, field] = answers.find(([word]) => word.test(refusal.errcode)) ?? [];
  return code && message ? new AppError(code, message, { field, cause: refusal }) : refusal;
}
