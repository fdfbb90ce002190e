import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeHtml, formatMarks } from './format-marks.ts';

const all = ['bold', 'italic', 'strikethrough', 'inline_code'];

test('marks around words become the tags that bridges understand', () => {
  expect(formatMarks('*bold* _italic_ ~strike~ `code`', all)).toBe('<strong>bold</strong> <em>italic</em> <del>strike</del> <code>code</code>');
  expect(formatMarks('*a _b_ c*\nnext', all)).toBe('<strong>a <em>b</em> c</strong><br>next');
  expect(formatMarks('(*Важно*)', all)).toBe('(<strong>Важно</strong>)');
});

test.each(['2 * 3 * 4', 'snake_case_name', 'a*b*c', '* item', '** x **', 'https://example.com/_a_b_', 'C:\\_x', 'x ~ y', '*open only', 'first*\n*last'])('in %j a mark is a letter', (text) => {
  expect(formatMarks(text, all)).toBeNull();
});

test('what the network cannot show stays as it was typed', () => {
  expect(formatMarks('*bold* _italic_', ['bold'])).toBe('<strong>bold</strong> _italic_');
  expect(formatMarks('*bold*', [])).toBeNull();
});

test('code holds no marks, and nothing typed becomes a tag', () => {
  expect(formatMarks('`*x*` *<script>*', all)).toBe('<code>*x*</code> <strong>&lt;script&gt;</strong>');
});

test('whatever is typed, only our tags come out, closed in order, and no sign but the marks is lost', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '*', '_', '~', '`', '<', '>', '&', '"', '\n', 'ж', '.'), maxLength: 60 }), (text) => {
    const html = formatMarks(text, all);
    if (html === null) return;
    const open: string[] = [];
    for (const [, slash, tag] of html.matchAll(/<(\/?)([a-z]+)>/gu)) {
      if (tag === 'br') continue;
      if (slash === '') open.push(tag!);
      else expect(open.pop()).toBe(tag);
    }
    expect(open).toEqual([]);
    const plain = html.replaceAll('<br>', '\n').replace(/<\/?(?:strong|em|del|code)>/gu, '');
    const bare = (words: string): string => words.replace(/[*_~`]/gu, '');
    expect(bare(plain)).toBe(bare(escapeHtml(text)));
  }), { numRuns: 500 });
});
