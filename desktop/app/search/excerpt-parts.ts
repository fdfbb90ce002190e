export type ExcerptPart = { readonly text: string; readonly isHit: boolean };

/** Cuts an excerpt at its marks. Marks that overlap, run backwards or leave the text are passed over. Pure. */
export function excerptParts(excerpt: string, marks: readonly (readonly [number, number])[]): ExcerptPart[] {
  const parts: ExcerptPart[] = [];
  let at = 0;
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    if (start < at || end <= start || end > excerpt.length) continue;
    if (start > at) parts.push({ text: excerpt.slice(at, start), isHit: false });
    parts.push({ text: excerpt.slice(start, end), isHit: true });
    at = end;
  }
  if (at < excerpt.length) parts.push({ text: excerpt.slice(at), isHit: false });
  return parts;
}
