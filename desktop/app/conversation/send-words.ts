import { deliveryReasons, refusals } from '@holdfast/contract';
import type { IconName } from '@holdfast/ui';
import type { SendState, SendStatus } from '../../ipc/index.ts';

/** How a state is spoken of: `well` once, of the last message; `pending` of the last that waits for one reason; `trouble` of each. */
export type SendGroup = 'well' | 'pending' | 'trouble';
/** What somebody can do about a message next. `decide` stands in a card with two verbs of its own. */
export type NextStep = 'cancel' | 'retry' | 'resend' | 'discard' | 'reuse' | 'decide';
export type SendTone = 'quiet' | 'waiting' | 'failed' | 'uncertain';
export type SendWords = { readonly group: SendGroup; readonly tone: SendTone; readonly icon: IconName; readonly steps: readonly NextStep[] };

/** One row a state: each has its own words (`conversation.send.<state>`), picture and next step. */
export const sendTable: Readonly<Record<SendState, SendWords>> = {
  queued: { group: 'pending', tone: 'waiting', icon: 'clock', steps: ['cancel'] },
  uploading: { group: 'pending', tone: 'quiet', icon: 'upload', steps: ['cancel'] },
  unsent: { group: 'trouble', tone: 'failed', icon: 'cloud-off', steps: ['retry', 'cancel'] },
  waiting: { group: 'pending', tone: 'waiting', icon: 'hourglass', steps: [] },
  sending: { group: 'pending', tone: 'quiet', icon: 'arrow-up', steps: [] },
  sent: { group: 'well', tone: 'quiet', icon: 'check', steps: [] },
  delivered: { group: 'well', tone: 'quiet', icon: 'check-check', steps: [] },
  read: { group: 'well', tone: 'quiet', icon: 'eye', steps: [] },
  unconfirmed: { group: 'well', tone: 'quiet', icon: 'circle-check', steps: [] },
  refused: { group: 'trouble', tone: 'failed', icon: 'ban', steps: ['reuse'] },
  failed: { group: 'trouble', tone: 'failed', icon: 'circle-x', steps: ['resend', 'discard'] },
  uncertain: { group: 'trouble', tone: 'uncertain', icon: 'message-circle-question', steps: ['decide'] },
  'needs-confirmation': { group: 'trouble', tone: 'uncertain', icon: 'hand', steps: ['decide'] },
  cancelled: { group: 'trouble', tone: 'quiet', icon: 'undo-2', steps: [] },
  discarded: { group: 'trouble', tone: 'quiet', icon: 'trash-2', steps: [] },
};
export const sendGroup = (state: SendState): SendGroup => sendTable[state].group;

/** Codes with words of their own under `conversation.reason.<code>`: both tables of the contract, and what the app itself may say of a message. */
export const appReasons = [
  'OFFLINE', 'ACCOUNT_DISCONNECTED', 'ACCOUNT_PAUSED', 'FILE_TOO_LARGE', 'FILE_UNREADABLE', 'MEDIA_UNSAFE', 'UPLOAD_FAILED', 'SESSION_REVOKED', 'NOT_SIGNED_IN', 'HOMESERVER_UNAVAILABLE',
  'M_FORBIDDEN', 'M_LIMIT_EXCEEDED', 'M_TOO_LARGE', 'M_USER_LOCKED', 'ROOM_IN_HANDOVER', 'DELIVERY_NOT_DECIDABLE', 'BRIDGE_UNAVAILABLE', 'TOO_MANY_REQUESTS', 'NOT_FOUND',
] as const;
export const knownReasons: ReadonlySet<string> = new Set([...Object.keys(refusals), ...Object.keys(deliveryReasons), ...appReasons]);

export type SendSurroundings = { readonly offline: boolean; readonly paused: boolean; readonly disconnected: boolean };

/**
 * Why a message is where it is, as a code. A message that waits carries no reason of its own when what it waits for is the
 * whole number or this computer's line: then the surroundings are the reason, and the first one in its way is named.
 */
export function reasonOf(status: SendStatus, around: SendSurroundings): string | null {
  if (status.reason !== null) return status.reason;
  if (sendGroup(status.state) !== 'pending' || status.state === 'sending') return null;
  if ((status.state === 'queued' || status.state === 'uploading') && around.offline) return 'OFFLINE';
  if (around.disconnected) return 'ACCOUNT_DISCONNECTED';
  if (around.paused) return 'ACCOUNT_PAUSED';
  return null;
}

/** The key of the words for a reason; a code nobody foresaw is named as it is rather than dressed up as another. */
export const reasonKey = (code: string): string => (knownReasons.has(code) ? `conversation.reason.${code}` : 'conversation.reason.other');

/** The account's line to the network is down, or not known to be up. `connecting` alone is not worth a word. */
export const isDisconnected = (accountState: string): boolean => ['unlinked', 'bad-credentials', 'logged-out', 'transient-disconnect'].includes(accountState);
