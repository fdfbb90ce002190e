/**
 * Address of a file of a message under this page's own host, which serves it from the encrypted store. `source` is
 * mxc://server/id of something the box has, or out:<id> of something that still waits here.
 */
export function mediaUrl(source: string, variant: 'full' | 'thumb' = 'full'): string {
  const path = source.startsWith('mxc://') ? source.slice('mxc://'.length) : `out/${encodeURIComponent(source.slice('out:'.length))}`;
  return new URL(`media/${path}${variant === 'thumb' ? '?variant=thumb' : ''}`, document.baseURI).href;
}
