import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Contrast as WCAG 2.2 counts it, of every pair of tokens that something is written or drawn in, in both themes. */
type Theme = 'light' | 'dark';
type Color = readonly [red: number, green: number, blue: number];
const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');
const declared = new Map([...css.slice(0, css.indexOf("[data-theme='light']")).matchAll(/^\s*--([\w-]+):\s*([^;]+);/gm)].map((match) => [match[1]!, match[2]!]));

function resolve(name: string, theme: Theme): string {
  const value = declared.get(name);
  if (value === undefined) throw new Error(`--${name} is not a token`);
  const both = /^light-dark\((.+\)), (.+\))\)$/.exec(value);
  const own = both ? both[theme === 'light' ? 1 : 2]! : value;
  const reference = /^var\(--([\w-]+)\)/.exec(own);
  return reference ? resolve(reference[1]!, theme) : own;
}
/** Linear sRGB of an opaque oklch colour (B. Ottosson's matrices); what lies outside the gamut is cut off, as browsers do. */
function linear(text: string): Color {
  const parts = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(text) ?? /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/.exec(text);
  if (!parts) throw new Error(`not an opaque oklch colour: ${text}`);
  const [lightness, chroma, hue] = [Number(parts[1]), Number(parts[2]), (Number(parts[3]) * Math.PI) / 180];
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const cut = (value: number): number => Math.min(1, Math.max(0, value));
  return [
    cut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    cut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    cut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
const luminance = ([red, green, blue]: Color): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
function contrast(one: string, other: string, theme: Theme): number {
  const [lower, higher] = [luminance(linear(resolve(one, theme))), luminance(linear(resolve(other, theme)))].sort((a, b) => a - b) as [number, number];
  return (higher + 0.05) / (lower + 0.05);
}

const grounds = ['bg', 'bg-pane', 'bg-sunken', 'bg-float'] as const;
const tones = ['amber', 'red', 'green', 'violet'] as const;
const pairs: readonly (readonly [front: string, back: string, least: number])[] = [
  ...grounds.flatMap((ground) => [['text', ground, 7], ['text-2', ground, 7], ['text-meta', ground, 4.5], ['accent-text', ground, 4.5], ['focus', ground, 3]] as const),
  ...(['bg', 'bg-pane', 'bg-float'] as const).map((ground) => ['line-control', ground, 3] as const),
  ...(['accent', 'accent-hover', 'accent-press'] as const).map((ground) => ['on-accent', ground, 4.5] as const),
  ...(['accent-tint', 'accent-tint-strong'] as const).flatMap((ground) => [['text', ground, 7], ['text-2', ground, 4.5], ['accent-text', ground, 4.5]] as const),
  ['text-meta', 'accent-tint', 4.5],
  ...tones.flatMap((tone) => [
    ...(['bg', 'bg-pane', 'bg-float'] as const).map((ground) => [`${tone}-text`, ground, 4.5] as const),
    [`${tone}-text`, `${tone}-tint`, 4.5] as const,
    ['text', `${tone}-tint`, 7] as const,
    ['text-2', `${tone}-tint`, 4.5] as const,
  ]),
  ['on-red', 'red-solid', 4.5],
  ['on-red', 'red-solid-hover', 4.5],
  ['text-inverse', 'bg-inverse', 7],
  ['text-2', 'n-4', 4.5],
  ['text', 'selection', 4.5],
];

describe('what is written can be read', () => {
  test('the sum is right: black on white is 21 to 1', () => {
    expect((luminance(linear('oklch(1 0 0)')) + 0.05) / (luminance(linear('oklch(0 0 0)')) + 0.05)).toBeCloseTo(21, 2);
  });
  for (const theme of ['light', 'dark'] as const) {
    test(`${theme}: every pair keeps its least contrast`, () => {
      const poor = pairs.map(([front, back, least]) => ({ pair: `${front} on ${back}`, least, is: Number(contrast(front, back, theme).toFixed(2)) })).filter(({ is, least }) => is < least);
      expect(poor).toEqual([]);
    });
  }
  test('no colour is said for one theme only', () => {
    const colours = [...declared].filter(([, value]) => value.includes('oklch(') && !value.includes('light-dark('));
    expect(colours.map(([name]) => name)).toEqual(['on-red']); // the same red under it in both
  });
});
