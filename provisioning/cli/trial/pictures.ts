import { encodePng, hsl, mix, type Colour, type Painter } from './png.ts';

/** Somebody's picture of themselves: head and shoulders before their colour. */
export function portrait(hue: number): Buffer {
  const [skin, hair, coat] = [hsl(24, 0.45, 0.62 + ((hue * 7) % 20) / 100), hsl((hue * 13) % 60, 0.35, 0.2 + ((hue * 3) % 30) / 100), hsl((hue + 180) % 360, 0.35, 0.4)];
  return encodePng(160, 160, (x, y) => {
    const within = (cx: number, cy: number, rx: number, ry: number) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
    if (within(0.5, 0.43, 0.17, 0.21)) return within(0.5, 0.29, 0.19, 0.13) ? hair : skin;
    if (within(0.5, 0.38, 0.2, 0.21)) return hair;
    if (within(0.5, 0.62, 0.07, 0.12)) return skin;
    if (within(0.5, 1.02, 0.37, 0.36)) return coat;
    return mix(hsl(hue, 0.45, 0.78), hsl(hue, 0.5, 0.6), y);
  });
}

const wave = (value: number): number => Math.sin(value * Math.PI * 2);

/** Boards with their grain. */
const oak: Painter = (x, y) => {
  const board = Math.floor(y * 5);
  const grain = wave((y * 5 - board) * 3 + 0.15 * wave(x * 2 + board * 0.37) + board * 0.7) * 0.5 + wave(x * 40 + y * 90 + board) * 0.12;
  const gap = Math.abs(y * 5 - Math.round(y * 5)) < 0.015;
  return gap ? [58, 40, 24] : mix([196, 154, 104], [150, 106, 62], 0.5 + grain * 0.45);
};

/** A window, a wall, a floor. */
const room: Painter = (x, y) => {
  const inWindow = x > 0.56 && x < 0.88 && y > 0.14 && y < 0.56;
  if (inWindow) return Math.abs(x - 0.72) < 0.008 || Math.abs(y - 0.35) < 0.01 ? [242, 240, 234] : mix([150, 196, 230], [232, 240, 244], (y - 0.14) / 0.42);
  if (y > 0.72) return mix([172, 132, 92], [128, 94, 62], (y - 0.72) / 0.28 + 0.1 * wave(x * 12));
  if (x > 0.12 && x < 0.42 && y > 0.5) return y < 0.54 ? [120, 84, 54] : (x < 0.15 || x > 0.39) ? [104, 72, 46] : [214, 206, 192];
  return mix([226, 220, 208], [206, 198, 184], y);
};

const sunset: Painter = (x, y) => {
  if ((x - 0.66) ** 2 + ((y - 0.5) * 0.66) ** 2 < 0.006) return [255, 232, 168];
  if (y > 0.68 + 0.03 * wave(x * 1.5)) return mix([92, 74, 88], [48, 42, 60], (y - 0.68) * 3);
  return mix([94, 108, 168], [244, 156, 104], y * 1.35);
};

const scenes = { oak, room, sunset } as const satisfies Record<string, Painter>;
export const pictureSize = { width: 480, height: 320 } as const;

export const picture = (of: keyof typeof scenes): Buffer => encodePng(pictureSize.width, pictureSize.height, scenes[of]);
export type { Colour };
