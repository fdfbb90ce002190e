import { expect, test } from 'vitest';
import { contentSecurityPolicy, fileTypes, pageHeaders } from './page-headers.ts';

const policy = new Map(contentSecurityPolicy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]));

test('scripts come from files of the app alone: no inline, no eval, no other address', () => {
  expect(policy.get('script-src')).toEqual(["'self'"]);
  expect(contentSecurityPolicy).not.toMatch(/unsafe-eval|wasm-unsafe-eval|strict-dynamic|https?:|\*/);
});
test('the page speaks to its own host alone, and nothing is loaded that is not named', () => {
  expect(policy.get('default-src')).toEqual(["'none'"]);
  expect(policy.get('connect-src')).toEqual(["'self'"]);
  for (const rule of ['frame-src', 'object-src', 'frame-ancestors', 'base-uri', 'form-action', 'manifest-src']) expect(policy.get(rule), rule).toEqual(["'none'"]);
});
test('whatever would write HTML needs a named policy (Trusted Types)', () => {
  expect(policy.get('require-trusted-types-for')).toEqual(["'script'"]);
  expect(policy.get('trusted-types')).toEqual(['vue', 'dompurify', "'allow-duplicates'"]);
});
test('nothing is sniffed, framed or told to others', () => {
  expect(pageHeaders).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-resource-policy': 'same-origin' });
});
test('a build holds files of known kinds, text with its letters named', () => {
  expect(fileTypes['.exe']).toBeUndefined();
  expect(fileTypes['.map']).toBeUndefined();
  for (const [end, type] of Object.entries(fileTypes)) if (type.startsWith('text/')) expect(type, end).toContain('charset=utf-8');
});
