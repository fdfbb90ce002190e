/** Something that only the gate's own files may import. */
export const inside = 'gate';
