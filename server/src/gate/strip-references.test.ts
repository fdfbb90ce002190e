import { expect, test } from 'vitest';
import { stripReferences } from './strip-references.ts';

const ghost = '@loopback_48600:box.test';
const colleague = '@boris:box.test';
const mayShow = (reference: string): boolean => reference === ghost;
const html = (formatted_body: string) => ({ msgtype: 'm.text', body: 'x', format: 'org.matrix.custom.html', formatted_body });
const stripped = (formatted_body: string): unknown => stripReferences(html(formatted_body), mayShow)['formatted_body'];

test('colleagues vanish from mentions, people of the network stay', () => {
  const content = { msgtype: 'm.text', body: 'x', 'm.mentions': { user_ids: [colleague, ghost], room: true } };
  expect(stripReferences(content, mayShow)['m.mentions']).toEqual({ user_ids: [ghost] });
});

test("a colleague's pill becomes their words", () => {
  expect(stripped(`ask <a href="https://matrix.to/#/${colleague}">Boris</a> about <b>it</b>`)).toBe('ask Boris about <b>it</b>');
  expect(stripped(`<a href="https://matrix.to/#/${encodeURIComponent(colleague)}">Boris</a>`)).toBe('Boris');
  expect(stripped('<a href="matrix:u/boris:box.test">Boris</a>')).toBe('Boris');
});

test('a pill of the client stays a pill', () => {
  const pill = `<a href="https://matrix.to/#/${ghost}">Jan</a>`;
  expect(stripped(pill)).toBe(pill);
});

test('links to rooms and events of the box lose their address', () => {
  expect(stripped('<a href="https://matrix.to/#/!room:box.test/$event">see</a>')).toBe('see');
});

test('ordinary links and entities are left as they were typed', () => {
  const given = '<a href="https://example.org/?a=1&amp;b=2">x</a> &lt;script&gt; &amp; &#8238;';
  expect(stripped(given)).toBe(given);
});

test('reply fallbacks go, in HTML and in text', () => {
  expect(stripped('<mx-reply><blockquote>secret note</blockquote></mx-reply>yes')).toBe('yes');
  const reply = { msgtype: 'm.text', body: '> <@boris:box.test> secret note\n> more\n\nyes', 'm.relates_to': { 'm.in_reply_to': { event_id: '$a' } } };
  expect(stripReferences(reply, mayShow)['body']).toBe('yes');
});

test('a quotation in a message that answers nothing is the text itself', () => {
  const quote = { msgtype: 'm.text', body: '> <quoted>\n\nyes' };
  expect(stripReferences(quote, mayShow)['body']).toBe(quote.body);
});

test('the new content of an edit is stripped too', () => {
  const edit = { ...html('x'), 'm.new_content': html(`<a href="https://matrix.to/#/${colleague}">B</a>`) };
  expect((stripReferences(edit, mayShow)['m.new_content'] as { formatted_body: string }).formatted_body).toBe('B');
});

test('HTML nested beyond reason is dropped and the text stays', () => {
  const deep = stripReferences(html('<b>'.repeat(20_000)), mayShow);
  expect(deep).toEqual({ msgtype: 'm.text', body: 'x' });
});

test('the original is not touched', () => {
  const content = html(`<a href="https://matrix.to/#/${colleague}">B</a>`);
  const before = structuredClone(content);
  stripReferences(content, mayShow);
  expect(content).toEqual(before);
});
