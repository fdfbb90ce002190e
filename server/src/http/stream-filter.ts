import { scopeOf, type Permission, type StreamEvent } from '@holdfast/contract';
import type { PersonActor } from '../kernel/index.ts';
import type { Belonging } from './ports.ts';

type Kind = Exclude<StreamEvent['kind'], 'heartbeat'>;

/** News of a thing reaches whoever may read the thing: one permission per kind, the same that its route names. */
export const permissionOfNews = {
  'account.changed': 'account:read',
  'linking.changed': 'account:link',
  'room.changed': 'portal:read',
  'client.changed': 'client:read',
  'client-import.changed': 'client:import',
  'client-notice.changed': 'client-notice:read',
  'routing-rules.changed': 'routing-rule:read',
  'greetings.changed': 'greeting:read',
  'queue.changed': 'queue:read',
  'delivery.changed': 'delivery:read',
  'handover.changed': 'handover:read',
  'person.changed': 'person:read',
  'alert.raised': 'alert:read',
  'alert.resolved': 'alert:read',
  'settings.changed': 'session:own',
  'handset.changed': 'handset:read',
  'template.changed': 'template:read',
} as const satisfies Record<Kind, Permission>;

/** Pure but for what it asks `belonging`. */
export function mayHear(actor: PersonActor, event: StreamEvent, belonging: Belonging): boolean {
  if (event.kind === 'heartbeat') return true;
  if (event.kind === 'person.changed' && event.userId === actor.userId) return true; // what happens to oneself
  const scope = scopeOf(permissionOfNews[event.kind], actor.roles);
  if (event.kind === 'template.changed' && event.teamId === null) return scope !== undefined && event.personId === actor.personId; // nobody else's business
  switch (scope) {
    case 'all':
      return true;
    case 'team':
      return actor.teamId !== null && (isOfTeam(actor.teamId, event, belonging) || isAnsweredBy(actor, event, belonging));
    case 'own':
      return isAnsweredBy(actor, event, belonging);
    case undefined:
      return false;
  }
}

function isOfTeam(teamId: NonNullable<PersonActor['teamId']>, event: StreamEvent, belonging: Belonging): boolean {
  switch (event.kind) {
    case 'account.changed':
      return belonging.teamOfAccount(event.accountId) === teamId;
    case 'room.changed':
    case 'queue.changed':
    case 'delivery.changed':
      return belonging.teamOfRoom(event.roomId) === teamId;
    case 'client.changed':
      return belonging.roomsOfClient(event.clientId).some((roomId) => belonging.teamOfRoom(roomId) === teamId);
    case 'template.changed':
      return event.teamId === teamId;
    case 'handover.changed':
      return belonging.handoverConcerns(event.handoverId, teamId);
    case 'handset.changed':
      return belonging.handsetConcerns(event.handsetId, teamId);
    case 'person.changed':
      return belonging.teamOfPerson(event.userId) === teamId;
    case 'alert.raised':
    case 'alert.resolved':
      return belonging.teamOfAlert(event.alertId) === teamId;
    case 'routing-rules.changed': // one list for everybody who may read it
      return true;
    case 'client-import.changed':
    case 'client-notice.changed':
    case 'greetings.changed':
    case 'settings.changed': // everybody hears of it
    case 'linking.changed': // only administrators link accounts, and they see everything
    case 'heartbeat':
      return false;
  }
}

function isAnsweredBy(actor: PersonActor, event: StreamEvent, belonging: Belonging): boolean {
  const { userId } = actor;
  if (userId === null) return false;
  if (event.kind === 'client.changed') return belonging.roomsOfClient(event.clientId).some((roomId) => belonging.answers(roomId, userId));
  return 'roomId' in event && belonging.answers(event.roomId, userId);
}
