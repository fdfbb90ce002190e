import { expect, test } from 'vitest';
import { knownBridges } from './bridges.ts';

const bridgeOf = (ghostUserIdPattern: string) =>
  knownBridges([{ id: 'x', network: 'X', botUserId: '@xbot:box.test', ghostUserIdPattern, provisioningSecretFile: null }]).get('x');

test.each([
  ['^@loopback_(.+):box\\.test$', '48600100200', '@loopback_48600100200:box.test'],
  ['^@whatsapp_.+:box\\.test$', '48600100200', '@whatsapp_48600100200:box.test'],
  ['^@telegram_.+:box\\.example\\.com$', 'channel-17', '@telegram_channel-17:box.example.com'],
  ['^@signal_.+:box\\.test$', 'A_b', '@signal__a__b:box.test'],
  ['^@x_.+:box\\.test$', 'a:b/ż', '@x_a=3ab=2f=c5=bc:box.test'],
])('%s and the id %s make %s, and back again', (pattern, remoteId, ghost) => {
  const bridge = bridgeOf(pattern);
  expect(bridge.ghostOf(remoteId)).toBe(ghost);
  expect(bridge.remoteIdOf(ghost)).toBe(remoteId);
});

test('a pattern that leaves open what a ghost is called makes none up', () => {
  expect(bridgeOf('^@x_[0-9]+:box\\.test$').ghostOf('1')).toBeNull();
  expect(bridgeOf('^@(a|b)_.+:box\\.test$').ghostOf('1')).toBeNull();
  expect(bridgeOf('^@x.+:box\\.test$').ghostOf('bot')).toBeNull(); // that is the bot, and nobody on the network
});
