/** Which rows are drawn: a contiguous part of those that are held, a few screens long, that moves with the eye. */
export type Slice = { readonly start: number; readonly end: number };

export const sliceStep = 10;
/** Pixels drawn beyond what is seen, on either side, before more rows are added. */
export const reach = 1_400;
/** Rows further away than this are taken out again. */
export const farAway = 3_200;

export type SliceView = { readonly slice: Slice; readonly count: number; readonly above: number; readonly below: number; readonly rowHeight: number };

/**
 * The next slice for what is seen now: grown where its edge comes near, trimmed where it is far. Pure, so that the rule can
 * be tested without a screen. `above` and `below` are pixels of drawn rows out of sight on either side.
 */
export function nextSlice({ slice, count, above, below, rowHeight }: SliceView): Slice {
  let { start, end } = slice;
  if (above < reach && start > 0) start = Math.max(0, start - sliceStep);
  if (below < reach && end < count) end = Math.min(count, end + sliceStep);
  const spare = (pixels: number): number => Math.max(0, Math.floor((pixels - farAway) / Math.max(24, rowHeight)));
  if (above > farAway && start === slice.start) start = Math.min(start + Math.min(spare(above), sliceStep * 2), end - 1);
  if (below > farAway && end === slice.end) end = Math.max(end - Math.min(spare(below), sliceStep * 2), start + 1);
  return start === slice.start && end === slice.end ? slice : { start: Math.max(0, start), end };
}

/** A slice around one row, or at the end of all. */
export function sliceAround(count: number, at: number | null, rows = 48): Slice {
  if (at === null) return { start: Math.max(0, count - rows), end: count };
  return { start: Math.max(0, at - rows / 2), end: Math.min(count, at + rows / 2) };
}

/** Where the same rows stand after rows were added or taken away, found again by the keys of its ends. */
export function keepSlice(slice: Slice, before: readonly string[], after: readonly string[]): Slice {
  if (before.length === 0) return sliceAround(after.length, null);
  const at = new Map(after.map((key, index) => [key, index]));
  let start = -1;
  let end = -1;
  for (let index = slice.start; index < slice.end; index++) {
    const now = at.get(before[index] ?? '');
    if (now === undefined) continue;
    if (start === -1) start = now;
    end = now + 1;
  }
  if (start === -1) return sliceAround(after.length, null);
  if (slice.end === before.length && end < after.length && after.length - end <= 3 * sliceStep) end = after.length; // what came below the last one
  if (slice.start === 0 && start <= 3) start = 0; // a heading before the first
  return { start, end };
}
