import { expect, test } from 'vitest';
import { findLinks, needsTarget, safeTarget, targetName } from './links.ts';

const hrefs = (text: string): string[] => findLinks(text).flatMap(({ href }) => href ?? []);

test('addresses in a text become links, and every sign of the text is still there', () => {
  const text = 'See https://example.com/a?b=1, mail jan@example.com or www.example.org.';
  expect(hrefs(text)).toEqual(['https://example.com/a?b=1', 'mailto:jan@example.com', 'http://www.example.org/']);
  expect(findLinks(text).map((segment) => segment.text).join('')).toBe(text);
});

test.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,<script>', 'file:///etc/passwd', 'vbscript:x', 'blob:https://x/1', 'https://user:pass@bank.example/', 'http://', 'not a link', `https://x.example/${'a'.repeat(5_000)}`, 'java\nscript:alert(1)'])(
  '%s leads nowhere',
  (href) => {
    expect(safeTarget(href)).toBeNull();
  },
);

test('only four schemes may leave the app', () => {
  expect(['http://a.example', 'https://a.example', 'mailto:a@b.example', 'tel:+48600100200', 'ftp://a.example', 'matrix:u/a'].map((href) => safeTarget(href) !== null)).toEqual([true, true, true, true, false, false]);
});

test('words that say another address than the link’s are followed by the real one', () => {
  expect(needsTarget('https://bank.example', 'https://evil.example/steal')).toBe(true);
  expect(needsTarget('click here', 'https://evil.example/')).toBe(true);
  expect(needsTarget('example.com/a', 'http://example.com/a')).toBe(false);
  expect(needsTarget('https://example.com', 'https://example.com/')).toBe(false);
});

test('letters that only look Latin are named by what the network sees', () => {
  const [link] = findLinks('https://аррӏе.com/').filter(({ href }) => href !== null);
  expect(link && targetName(link.href!)).toMatch(/^xn--/u);
  expect(link && needsTarget(link.text, link.href!)).toBe(true);
});
