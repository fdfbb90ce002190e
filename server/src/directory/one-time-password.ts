import { randomInt } from 'node:crypto';

const letters = 'abcdefghjkmnpqrstvwxyz23456789'; // no look-alikes: it is read aloud or copied from paper

/** 98 random bits in four groups. */
export function newOneTimePassword(): string {
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
