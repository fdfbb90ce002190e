export type Place = { readonly latitude: number; readonly longitude: number };

/** Two numbers as people copy them from maps: '52.2297, 21.0122', '52,2297 21,0122', 'geo:…'. Null when they are no place on Earth. */
export function readCoordinates(text: string): Place | null {
  const plain = text.trim().replace(/^geo:/iu, '').replace(/[°NnEe]/gu, ' ');
  const match = /^\s*(-?\d{1,3}(?:[.,]\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*$/u.exec(plain.replace(/(\d),(\s)/u, '$1;$2'));
  if (!match || /^-?\d+(?:,\d+){2}$/u.test(plain.trim())) return null; // three numbers are no place
  const [latitude, longitude] = [match[1]!, match[2]!].map((part) => Number(part.replace(',', '.'))) as [number, number];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}
