import { expect, test } from 'vitest';
import { passkeyLines, pastedObject } from './passkey-lines.ts';

test('the lines ask for the passkey as the network asked and print what a bridge reads', async () => {
  const given: { publicKey?: { challenge: Uint8Array; allowCredentials: { id: Uint8Array }[] } } = {};
  const bytes = (text: string) => new TextEncoder().encode(text).buffer;
  const printed: string[] = [];
  const credential = { id: 'aWQ', rawId: bytes('id'), type: 'public-key', authenticatorAttachment: 'platform', getClientExtensionResults: () => ({}), response: { clientDataJSON: bytes('{}'), authenticatorData: bytes('a'), signature: bytes('???'), userHandle: null } };
  const navigator = { credentials: { get: async (asked: typeof given) => (Object.assign(given, asked), credential) } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the lines are for a console: they run as they would there
  await (new Function('navigator', 'console', `return ${passkeyLines({ challenge: 'aGk_', rpId: 'network.example', allowCredentials: [{ id: 'aWQ', type: 'public-key' }] })}`) as (...args: unknown[]) => Promise<void>)(navigator, { log: (line: string) => printed.push(line) });
  expect(new TextDecoder().decode(given.publicKey?.allowCredentials[0]?.id)).toBe('id');
  expect([...(given.publicKey?.challenge ?? [])]).toEqual([104, 105, 63]);
  expect(pastedObject(printed[0]!)).toMatchObject({ id: 'aWQ', rawId: 'aWQ', response: { clientDataJSON: 'e30', signature: 'Pz8_', userHandle: null } });
});

test('what was pasted with the quotes of a console is still read; anything else is not', () => {
  expect(pastedObject(` '{"a":1}' `)).toEqual({ a: 1 });
  expect([pastedObject('[1]'), pastedObject('hello'), pastedObject('')]).toEqual([null, null, null]);
});
