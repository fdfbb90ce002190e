export const planted: unknown = 1;
