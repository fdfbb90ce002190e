/** Words of clients and names from networks go to a terminal: what would move its cursor or its reading direction is shown instead. */
export const plain = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
export const oneLine = (text: string): string => plain(text.replace(/\s*\n\s*/gu, ' ⏎ '));

/** To a person or a program that reads the answer. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`);
/** To the person at the terminal, beside the answer. */
export const tell = (line: string): void => void process.stderr.write(`${line}\n`);
export const sayJson = (value: unknown): void => say(JSON.stringify(value, null, 2));

export const moment = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace(/\.\d+Z$/u, 'Z');
export const count = (value: number, noun: string): string => `${value.toLocaleString('en-US')} ${noun}${value === 1 ? '' : 's'}`;
