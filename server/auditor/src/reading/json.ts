/** Foreign JSON is looked at with these: whatever is not of the kind asked for is not there. */
export type Json = Readonly<Record<string, unknown>>;

export const asRecord = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
export const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null);
export const asNumber = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
