import { expect, test } from 'vitest';
import { isAllowedCall } from './allowed-calls.ts';

const v3 = '/_matrix/client/v3';
const room = '/_matrix/client/v3/rooms/!room%3Abox.test';

test.each([
  ['GET', '/_matrix/client/versions'],
  ['POST', '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync', '?pos=5&timeout=30000'],
  ['GET', `${room}/messages`, '?dir=b&from=t1&limit=100'],
  ['GET', `${room}/context/%24event`],
  ['GET', `${room}/event/%24event`],
  ['GET', `${room}/members`],
  ['GET', '/_matrix/client/v3/rooms/!slash%2Finside/members'],
  ['POST', `${room}/receipt/m.read/%24event`],
  ['POST', `${room}/receipt/m.read.private/%24event`],
  ['POST', `${room}/read_markers`],
  ['PUT', `${room}/typing/%40anna%3Abox.test`],
  ['GET', '/_matrix/client/v1/rooms/!room/timestamp_to_event', '?ts=5&dir=f'],
])('the screen may %s %s', (method, path, search = '') => {
  expect(isAllowedCall(method, path, search)).toBe(true);
});

test.each([
  ['another method', 'DELETE', `${room}/messages`],
  ['another method of the sync', 'GET', '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync'],
  ['a method in other letters', 'get', `${room}/messages`],
  ['signing in', 'POST', `${v3}/login`],
  ['signing out', 'POST', `${v3}/logout/all`],
  ['who one is', 'GET', `${v3}/account/whoami`],
  ['another password', 'POST', `${v3}/account/password`],
  ['the end of the account', 'POST', `${v3}/account/deactivate`],
  ['devices', 'GET', `${v3}/devices`],
  ['keys', 'POST', `${v3}/keys/query`],
  ['the old sync', 'GET', `${v3}/sync`],
  ['sending, which is main’s', 'PUT', `${room}/send/m.room.message/1`],
  ['state', 'PUT', `${room}/state/m.room.name/`],
  ['redaction', 'PUT', `${room}/redact/%24event/1`],
  ['inviting', 'POST', `${room}/invite`],
  ['joining', 'POST', `${v3}/join/!room`],
  ['leaving', 'POST', `${room}/leave`],
  ['a new room', 'POST', `${v3}/createRoom`],
  ['all people', 'POST', `${v3}/user_directory/search`],
  ['another’s profile', 'GET', `${v3}/profile/%40boris%3Abox.test`],
  ['account data', 'GET', `${v3}/user/%40boris%3Abox.test/account_data/m.direct`],
  ['upload', 'POST', '/_matrix/media/v3/upload'],
  ['media, which come from the store', 'GET', '/_matrix/client/v1/media/download/box.test/id'],
  ['the admin API', 'GET', '/_synapse/admin/v2/users'],
  ['the application service API', 'PUT', '/_matrix/app/v1/transactions/1'],
  ['federation', 'GET', '/_matrix/federation/v1/version'],
  ['the control plane', 'GET', '/api/v1/me'],
  ['a receipt of another kind', 'POST', `${room}/receipt/m.delivered/%24event`],
  ['two slashes', 'GET', `${v3}//rooms/!room/messages`],
  ['two slashes at the start', 'GET', `/${v3}/rooms/!room/messages`],
  ['a room without a name', 'GET', `${v3}/rooms//messages`],
  ['a slash at the end', 'GET', `${room}/messages/`],
  ['more behind it', 'GET', `${room}/messages/../../account/whoami`],
  ['more before it', 'GET', `/x${v3}/rooms/!room/messages`],
  ['dots', 'GET', `${v3}/rooms/../messages`],
  ['encoded dots', 'GET', `${v3}/rooms/%2e%2e/messages`],
  ['half encoded dots', 'GET', `${v3}/rooms/.%2E/messages`],
  ['one dot', 'GET', `${v3}/rooms/./messages`],
  ['dots as an event', 'POST', `${room}/receipt/m.read/%2e%2e`],
  ['backslashes that become slashes', 'GET', `${room}/context/b\\%2e%2e\\%2e%2e\\%2e%2e\\account\\whoami`],
  ['a blank that vanishes', 'GET', `${v3}/rooms/.\t./messages`],
  ['a line break', 'GET', `${room}/messages\n`],
  ['a query in the path', 'GET', `${room}/context/x?y=/context/z`],
  ['a fragment in the path', 'GET', `${room}/context/x#y`],
  ['a token of its own', 'GET', `${room}/messages`, '?dir=b&access_token=mine'],
  ['a token written in code', 'GET', `${room}/messages`, '?access%5Ftoken=mine'],
  ['another person', 'GET', `${room}/messages`, '?user_id=%40boris%3Abox.test'],
  ['nothing', 'GET', ''],
])('never: %s', (_what, method, path, search = '') => {
  expect(isAllowedCall(method, path, search)).toBe(false);
});
