/** Where things are in an archive: C2SP tlog-tiles for the log, and the same numbering for the packs beside it. */
export type TileLevel = number | 'entries';

/** C2SP tlog-tiles, "Merkle tree tiles": three digits at a time, all but the last marked with x. */
function number(index: number): string {
  let path = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  return path;
}
const partial = (width: number | undefined): string => (width === undefined || width === 256 ? '' : `.p/${width}`);

/** `width` is given for a tile that is not full. */
export const tilePath = (level: TileLevel, index: number, width?: number): string => `tile/${level}/${number(index)}${partial(width)}`;
export const packPath = (index: number, width?: number): string => `pack/${number(index)}${partial(width)}`;
export const keyslotPath = (kid: Uint8Array): string => `keys/${Buffer.from(kid).toString('hex')}.age`;
export const mediaPath = (blob: Uint8Array): string => `media/${Buffer.from(blob).toString('hex')}.age`;
export const checkpointPath = (size: number): string => `cp/${size}`;
