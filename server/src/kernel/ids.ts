import { randomBytes } from 'node:crypto';
import type { AccountId, AlertId, ClientId, ClientImportId, ClientNoteId, CoverId, DeviceId, GreetingId, HandoverId, HandsetId, LinkingId, LookId, PersonId, RoutingRuleId, SessionId, TeamId, TemplateId } from '@holdfast/contract';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford, lower case: no look-alikes when read aloud

function opaqueId(prefix: string): string {
  let id = '';
  for (const byte of randomBytes(20)) id += alphabet[byte & 31];
  return `${prefix}_${id}`;
}

/** The one place where ids of our own are made: 100 random bits behind a prefix that says what they name. */
export const newAccountId = (): AccountId => opaqueId('acct') as AccountId;
export const newTeamId = (): TeamId => opaqueId('team') as TeamId;
export const newPersonId = (): PersonId => opaqueId('pers') as PersonId;
export const newClientId = (): ClientId => opaqueId('clnt') as ClientId;
export const newClientNoteId = (): ClientNoteId => opaqueId('note') as ClientNoteId;
export const newClientImportId = (): ClientImportId => opaqueId('impt') as ClientImportId;
export const newRoutingRuleId = (): RoutingRuleId => opaqueId('rule') as RoutingRuleId;
export const newGreetingId = (): GreetingId => opaqueId('greet') as GreetingId;
export const newTemplateId = (): TemplateId => opaqueId('tmpl') as TemplateId;
export const newHandoverId = (): HandoverId => opaqueId('hand') as HandoverId;
export const newLinkingId = (): LinkingId => opaqueId('link') as LinkingId;
export const newSessionId = (): SessionId => opaqueId('sess') as SessionId;
export const newCoverId = (): CoverId => opaqueId('covr') as CoverId;
export const newAlertId = (): AlertId => opaqueId('alrt') as AlertId;
export const newHandsetId = (): HandsetId => opaqueId('hset') as HandsetId;
export const newDeviceId = (): DeviceId => opaqueId('devc') as DeviceId;
export const newLookId = (): LookId => opaqueId('look') as LookId;
export const newSignatureId = (): string => opaqueId('sign');

/** A globally unique transaction id; persisted before the request that carries it is made. */
export const newTransactionId = (): string => opaqueId('txn');

/** Greetings and notices: words of the box's own under transaction ids that say so. They answer nobody, so whoever waits goes on waiting. */
export const isSaidByTheBox = (transactionId: string | null): boolean => transactionId !== null && /^(?:greeting|client-notice)-/.test(transactionId);
