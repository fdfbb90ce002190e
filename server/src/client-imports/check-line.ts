import type { AccountId, BridgeId, ImportColumn, ImportFault, UserId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import { findPersonBySignInName, isCompanyGhost, isEmployee, knowsByNumber, listAccounts, type AccountRecord, type KnownBridge, type KnownBridges } from '../directory/index.ts';
import type { FileColumn } from './columns.ts';

/** What a line says, once it is known to make sense. What is undefined it says nothing about. */
export type CheckedLine = {
  /** Under which ghosts the number is known: on the network named, else on each that knows people by number. */
  readonly identities: readonly { readonly bridgeId: BridgeId; readonly ghost: UserId }[];
  readonly name: string | undefined;
  readonly firm: string | undefined;
  readonly language: string | undefined;
  readonly tags: readonly string[];
  readonly owner: UserId | undefined;
  readonly accountId: AccountId | undefined;
};
export type LineFault = { readonly code: ImportFault; readonly column: ImportColumn | null };

const longest = { name: 200, firm: 200 } as const;
const mostTags = 20;
const longestTag = 40;

/** Asks what lines need to know, once for many lines. */
export function createLineCheck(db: ReadDb, bridges: KnownBridges, columns: readonly FileColumn[]) {
  const accounts = listAccounts(db);
  const byNumber = new Map(bridges.all.map((bridge) => [bridge.id, knowsByNumber(db, bridge.id)]));

  function bridgesOf(network: string, account: AccountRecord | undefined): readonly KnownBridge[] | LineFault {
    const named = network === '' ? undefined : bridges.all.filter(({ id, network: name }) => same(id, network) || same(name, network));
    if (named?.length === 0) return { code: 'NETWORK_UNKNOWN', column: 'network' };
    if (account && named && !named.some(({ id }) => id === account.bridgeId)) return { code: 'ACCOUNT_OTHER_NETWORK', column: 'account' };
    const meant = (named ?? bridges.all).filter(({ id }) => !account || id === account.bridgeId);
    const able = meant.filter(({ id }) => byNumber.get(id) === true);
    if (able.length > 0) return able;
    return { code: meant.some(({ id }) => byNumber.get(id) === 'unlinked') ? 'NETWORK_NOT_LINKED' : 'NETWORK_NOT_BY_NUMBER', column: named ? 'network' : account ? 'account' : 'number' };
  }

  function accountOf(said: string): AccountRecord | LineFault | undefined {
    if (said === '') return undefined;
    const digits = said.replaceAll(/[\s()\-.]/g, '');
    const found = accounts.filter(({ slug, label, number }) => same(slug, said) || same(label, said) || (number !== null && (digits === number || `+${digits}` === number)));
    if (found.length === 0) return { code: 'ACCOUNT_UNKNOWN', column: 'account' };
    return found.length > 1 ? { code: 'ACCOUNT_AMBIGUOUS', column: 'account' } : found[0];
  }

  function ownerOf(said: string): UserId | LineFault | undefined {
    if (said === '') return undefined;
    const person = findPersonBySignInName(db, said) ?? findPersonBySignInName(db, said.toLowerCase());
    if (!person) return { code: 'OWNER_UNKNOWN', column: 'owner' };
    return isEmployee(person) && person.state === 'active' ? person.userId : { code: 'OWNER_CANNOT_ANSWER', column: 'owner' };
  }

  return (cells: readonly string[]): CheckedLine | LineFault => {
    if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== '')) return { code: 'CELL_COUNT', column: null };
    const said = readCells(cells, columns);
    if ('code' in said) return said;
    const number = numberOf(said.number);
    if (number === null) return { code: said.number === '' ? 'NUMBER_MISSING' : 'NUMBER_INVALID', column: 'number' };
    const account = accountOf(said.account);
    if (account && 'code' in account) return account;
    const reached = bridgesOf(said.network, account);
    if ('code' in reached) return reached;
    const identities = reached.flatMap((bridge) => {
      const ghost = bridge.ghostOf(number);
      return ghost === null ? [] : [{ bridgeId: bridge.id, ghost, company: isCompanyGhost(db, bridge, ghost) }];
    });
    if (identities.length === 0) return { code: 'NETWORK_NOT_BY_NUMBER', column: 'number' };
    if (identities.some(({ company }) => company)) return { code: 'NUMBER_OF_COMPANY', column: 'number' };
    const owner = ownerOf(said.owner);
    if (typeof owner === 'object') return owner;
    const texts = textsOf(said);
    if ('code' in texts) return texts;
    return { ...texts, identities: identities.map(({ bridgeId, ghost }) => ({ bridgeId, ghost })), owner, accountId: account?.accountId };
  };
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
// Control characters, and what has no place in one line of text.
const unclean = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/;

type Said = Record<ImportColumn, string>;

/** What export wrote with a quote before it, so that no spreadsheet takes it for a formula, is read without it. */
function readCells(cells: readonly string[], columns: readonly FileColumn[]): Said | LineFault {
  const said: Said = { number: '', network: '', name: '', firm: '', language: '', tags: '', owner: '', account: '' };
  for (const [at, { column }] of columns.entries()) {
    if (column === null) continue;
    const cell = (cells[at] ?? '').normalize('NFC');
    if (unclean.test(cell) || !cell.isWellFormed()) return { code: 'TEXT_INVALID', column };
    said[column] = cell.replace(/^'(?=[=+\-@\t\r])/, '').replaceAll(/\s+/g, ' ').trim();
  }
  return said;
}

/** Digits of a number with its country; null for anything else. Without the plus, what is long enough and begins with no zero. Pure. */
export function numberOf(said: string): string | null {
  const bare = said.replace(/^tel:/i, '').replaceAll(/[\s()\-./\u00a0]/g, '').replace(/^00/, '+');
  if (/^\+[1-9]\d{6,14}$/.test(bare)) return bare.slice(1);
  return /^[1-9]\d{9,14}$/.test(bare) ? bare : null;
}

function textsOf(said: Said): Pick<CheckedLine, 'name' | 'firm' | 'language' | 'tags'> | LineFault {
  for (const column of ['name', 'firm'] as const) if (said[column].length > longest[column]) return { code: 'TEXT_TOO_LONG', column };
  const language = said.language.toLowerCase() === 'ua' ? 'uk' : said.language.toLowerCase(); // the country's letters, often written for its language
  if (language !== '' && !/^[a-z]{2,3}$/.test(language)) return { code: 'LANGUAGE_INVALID', column: 'language' };
  const tags = [...new Set(said.tags.split(/[,;|]/).map((tag) => tag.trim()).filter((tag) => tag !== ''))];
  if (tags.length > mostTags) return { code: 'TAGS_TOO_MANY', column: 'tags' };
  if (tags.some((tag) => tag.length > longestTag)) return { code: 'TEXT_TOO_LONG', column: 'tags' };
  return { name: said.name || undefined, firm: said.firm || undefined, language: language || undefined, tags };
}
