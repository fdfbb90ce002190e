/** How full a fake box is. */
export type Scene = 'normal' | 'empty' | 'crowded';
