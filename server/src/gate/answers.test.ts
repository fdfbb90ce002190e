import type { AccountId, BridgeId, EventId, RoomId, UserId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { openDb } from '../db/index.ts';
import { HomeserverError, type Homeserver } from '../matrix/index.ts';
import { createAnswerer } from './answers.ts';
import { findRow, insertRow, settle } from './outbox-repository.ts';
import type { GateDirectory, GatePortal } from './ports.ts';

const eventId = '$late' as EventId;
const roomId = '!room:box.test' as RoomId;

function answererFor(state: GatePortal['state'], failure: HomeserverError) {
  const db = openDb(':memory:');
  db.write((tx) => {
    const bridgeId = 'loopback' as BridgeId;
    const people = { sender: '@anna:box.test' as UserId, serviceUserId: '@acct_loopback_sales:box.test' as UserId };
    insertRow(tx, { eventId, bridgeId, roomId, accountId: 'acct_0000000000000000' as AccountId, ...people, kind: 'message', target: null, originAt: 1, enqueuedAt: 1 });
    settle(tx, findRow(tx, eventId)?.seq ?? 0, 'refused', 'PORTAL_CLOSED', 2);
  });
  const directory = { portalOf: () => ({ roomId, bridgeId: 'loopback' as BridgeId, state, account: null }), whoAnswers: () => null } satisfies GateDirectory;
  const homeserver = { sendAsBot: () => Promise.reject(failure) } as unknown as Homeserver;
  return createAnswerer({ db, homeserver, directory });
}

test('a room that the bot has left has nobody to be told, and is not tried for ever', async () => {
  await answererFor('closed', new HomeserverError(403, 'M_FORBIDDEN', 'not in room'))({ eventId });
});

test('any other failure to answer is tried again', async () => {
  await expect(answererFor('open', new HomeserverError(403, 'M_FORBIDDEN', 'not in room'))({ eventId })).rejects.toThrow(HomeserverError);
  await expect(answererFor('closed', new HomeserverError(502, 'M_UNKNOWN', 'away'))({ eventId })).rejects.toThrow(HomeserverError);
});
