import { asRecord, asText, editedBy, eventOf, messageKind, reactsTo, wordsOf, type Fact } from '../reading/index.ts';
import { foldText, joinedNumbers, rawWords } from './fold.ts';
import { stems } from './stems.ts';

export const relations = { none: 0, edit: 1, redaction: 2, reaction: 3, about: 4 } as const;
export const states = { edited: 1, withdrawn: 2, version: 4, late: 8, note: 16, file: 32 } as const;

/** What the index keeps of a record. Plain data: threads prepare it, one of them writes it. */
export type IndexRow = {
  readonly index: number;
  readonly kid: string;
  readonly kind: string;
  readonly at: number;
  readonly room: string | null;
  /** Of a record that holds the identity of a file: `fileKey` of that file. */
  readonly event: string | null;
  readonly sender: string | null;
  readonly target: string | null;
  readonly relation: number;
  readonly message: { readonly text: string; readonly words: string; readonly stems: string; readonly state: number } | null;
  readonly naming: { readonly user: string; readonly name: string | null } | null;
  readonly about: { readonly name: string | null; readonly bridge: string | null; readonly account: string | null; readonly client: string | null; readonly other: string | null } | null;
};

export const searchable = (text: string): { words: string; stems: string } => ({ words: foldText(text), stems: [...rawWords(text).flatMap(stems), ...joinedNumbers(text)].join(' ') });

/** A file is found under this name by the records of other conversations that name it without its identity (rule 35). */
export const fileKey = (blob: string): string => `file:${blob}`;
const identified = ({ kind, body }: Fact): string | null => {
  const blob = asText(body['blob']);
  return kind === 'media' && blob !== null && asText(body['identity']) !== null ? fileKey(blob) : null;
};

export function prepareRow(fact: Fact, kid: string): IndexRow {
  const base = { index: fact.index, kid, kind: fact.kind, at: fact.at, room: fact.room, message: null, naming: null, about: null };
  const event = eventOf(fact);
  if (!event) return { ...base, ...aboutRoom(fact), event: identified(fact), sender: asText(fact.body['owner']) ?? asText(fact.body['actor']) ?? asText(fact.body['sender']), target: asText(fact.body['event']), relation: fact.body['event'] === undefined ? relations.none : relations.about };
  const edited = editedBy(event);
  const kind = edited === null ? messageKind(event) : 'message';
  const target = event.redacts ?? edited ?? reactsTo(event)?.target ?? null;
  const relation = event.redacts !== null ? relations.redaction : edited !== null ? relations.edit : target === null ? relations.none : relations.reaction;
  const row = { ...base, event: event.eventId, sender: event.sender, target, relation };
  if (event.type === 'm.room.member' && event.stateKey !== null) return { ...row, kind: 'member', naming: { user: event.stateKey, name: asText(event.content['displayname']) } };
  if (event.type === 'm.room.name' && event.stateKey !== null) return { ...row, about: { name: asText(event.content['name']), bridge: null, account: null, client: null, other: null } };
  if (kind === null) return row;
  const text = wordsOf(event);
  const state = (edited === null ? 0 : states.version) | (event.isLate ? states.late : 0) | (kind === 'note' ? states.note : 0) | (kind === 'file' ? states.file : 0);
  return { ...row, message: { text, ...searchable(text), state } };
}

function aboutRoom(fact: Fact): Partial<IndexRow> {
  if (fact.kind !== 'portal') return {};
  const text = (key: string): string | null => asText(asRecord(fact.body)[key]);
  return { about: { name: text('name'), bridge: text('bridge'), account: text('account'), client: text('client'), other: text('other') } };
}
