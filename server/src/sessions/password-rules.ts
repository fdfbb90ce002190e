import { AppError } from '../kernel/index.ts';

/** Of the passwords of twelve characters and more those that are tried first (from lists of leaked ones): parts, whatever stands around them. */
const common = ['password', 'passw0rd', 'qwerty', 'administrator', 'letmein', 'welcome', 'iloveyou', '123456', 'abcdef', '111111', '000000', 'zaq1zaq1', 'qazwsx', 'holdfast', 'changeme', 'пароль', 'йцукен', 'hasło'];

/**
 * NIST SP 800-63B §3.1.1.2: length, and nothing anybody would try first; no rules about kinds of characters. Throws
 * PASSWORD_TOO_WEAK. `names` are what others know of the person.
 */
export function requireGoodPassword(password: string, names: readonly string[]): void {
  const plain = password.normalize('NFKC').toLowerCase();
  const weak = (why: string): AppError => new AppError('PASSWORD_TOO_WEAK', why, { field: '/password' });
  if ([...plain].length < 12) throw weak('at least 12 characters');
  if (new Set(plain).size < 5) throw weak('at least five different characters');
  for (const name of names) if (name.length >= 3 && plain.includes(name.toLowerCase())) throw weak('it holds a name of yours');
  for (const part of common) if (plain.includes(part) && plain.replaceAll(part, '').length < 8) throw weak('it is among the first that are tried');
}
