/** BIP 173, as age writes its identities: letters for bytes, with a checksum. */
const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function polymod(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    generator.forEach((each, bit) => {
      if ((top >> bit) & 1) sum ^= each;
    });
  }
  return sum >>> 0;
}
const expand = (prefix: string): number[] => [...[...prefix].map((letter) => letter.charCodeAt(0) >> 5), 0, ...[...prefix].map((letter) => letter.charCodeAt(0) & 31)];

function regroup(values: Iterable<number>, from: number, to: number, pad: boolean): number[] {
  const out: number[] = [];
  let held = 0;
  let bits = 0;
  for (const value of values) {
    held = ((held << from) | value) & 0xffff;
    bits += from;
    while (bits >= to) {
      bits -= to;
      out.push((held >> bits) & ((1 << to) - 1));
    }
  }
  if (pad && bits > 0) out.push((held << (to - bits)) & ((1 << to) - 1));
  return out;
}

/** Upper case, as age writes secrets. */
export function encodeBech32(prefix: string, bytes: Uint8Array): string {
  const lower = prefix.toLowerCase();
  const data = regroup(bytes, 8, 5, true);
  const sum = polymod([...expand(lower), ...data, 0, 0, 0, 0, 0, 0]) ^ 1;
  const checksum = Array.from({ length: 6 }, (_, n) => (sum >>> (5 * (5 - n))) & 31);
  return `${lower}1${[...data, ...checksum].map((value) => letters[value]).join('')}`.toUpperCase();
}

export function decodeBech32(text: string): { prefix: string; bytes: Uint8Array } | undefined {
  const lower = text.toLowerCase();
  const at = lower.lastIndexOf('1');
  const prefix = lower.slice(0, at);
  const data = [...lower.slice(at + 1)].map((letter) => letters.indexOf(letter));
  if (at < 1 || data.length < 6 || data.includes(-1) || polymod([...expand(prefix), ...data]) !== 1) return undefined;
  return { prefix: prefix.toUpperCase(), bytes: Uint8Array.from(regroup(data.slice(0, -6), 5, 8, false)) };
}
