import { answersTo, editedBy, fileOf, messageKind, newContent, reactsTo, typedOnHandset, wordsOf, type FileRef, type MessageKind } from './event-words.ts';
import { eventOf, type EventFact, type Fact } from './fact.ts';
import { asText, type Json } from './json.ts';
import { sideOf, type Side } from './people.ts';

export type Version = { readonly index: number; readonly eventId: string; readonly at: number; readonly by: Person; readonly words: string; readonly content: Json; readonly isLate: boolean };
export type Withdrawal = { readonly index: number; readonly eventId: string; readonly at: number; readonly by: Person; readonly reason: string | null };
export type Reaction = { readonly eventId: string; readonly at: number; readonly by: Person; readonly key: string; withdrawnAt: number | null };
export type Happening = { readonly index: number; readonly at: number; readonly kind: string; readonly words: string };
export type Person = { readonly user: string; readonly name: string };
/** The file behind a message, as the box kept it. */
export type KeptFile = FileRef & { readonly blob: string | null; readonly identity: string | null; readonly sha256: string | null; readonly missing: string | null };

/** In words; null of a file that opens. */
export function whyNotOpen({ missing, blob, identity }: KeptFile): string | null {
  if (missing !== null) return `the box could not keep it: ${missing}`;
  if (blob === null) return 'the box has not kept it yet, or its record does not open with your key';
  return identity === null ? 'it was sent before by the same client, and the record that holds its key does not open with your key (sync says why)' : null;
}

export type Message = {
  readonly eventId: string;
  readonly index: number;
  readonly at: number;
  readonly sender: Person;
  readonly side: Side;
  readonly kind: MessageKind;
  readonly isFromHandset: boolean;
  readonly answersTo: string | null;
  /** Oldest first; the first is what was written, the last what stands, or stood until it was withdrawn. */
  readonly versions: Version[];
  readonly withdrawals: Withdrawal[];
  readonly reactions: Reaction[];
  readonly files: KeptFile[];
  /** Who was in the room when it was sent. Shared between messages: not to be changed. */
  readonly present: readonly Person[];
  /** Who answered for the company then, as the box had it. */
  readonly owner: Person | null;
  /** What the gate decided and what became of it, oldest first. */
  readonly fate: Happening[];
};

export type Conversation = {
  readonly room: string;
  readonly name: string | null;
  readonly bridge: string | null;
  readonly account: string | null;
  readonly client: string | null;
  readonly messages: readonly Message[];
  /** Joins, leaves, owners, gaps, acts of the trail: what is no message. */
  readonly happenings: readonly Happening[];
  readonly owners: readonly { readonly at: number; readonly owner: Person | null; readonly via: string | null }[];
  readonly people: ReadonlyMap<string, string>;
};

const line = (parts: readonly (string | null)[]): string => parts.filter((part) => part !== null && part !== '').join(' · ');

/**
 * A conversation from the facts of its room, taken in the order of the log. Nothing is merged: every version stays, and
 * what speaks about a message that never came is kept as a happening.
 */
export function buildConversation(room: string, facts: Iterable<Fact>): Conversation {
  const messages = new Map<string, Message>();
  const names = new Map<string, string>();
  const members = new Set<string>();
  const bridges = new Set(['whatsapp', 'telegram', 'signal', 'loopback']);
  const happenings: Happening[] = [];
  const owners: { at: number; owner: Person | null; via: string | null }[] = [];
  const waiting = new Map<string, ((message: Message) => void)[]>();
  const reactions = new Map<string, Reaction>();
  const versionIds = new Map<string, string>();
  const kept = new Map<string, Json>();
  /** A file that was kept before is named again without its identity (docs/spec/archive.md, rule 35). */
  const identities = new Map<string, string>();
  let about: { name: string | null; bridge: string | null; account: string | null; client: string | null } = { name: null, bridge: null, account: null, client: null };
  let present: readonly Person[] | undefined;

  const person = (user: string): Person => ({ user, name: names.get(user) ?? user });
  const now = (): readonly Person[] => (present ??= [...members].map(person));
  /** Of a message that may come later in the log than what is said of it. */
  const tell = (target: string, say: (message: Message) => void): void => {
    const found = messages.get(versionIds.get(target) ?? target);
    if (found) say(found);
    else waiting.set(target, [...(waiting.get(target) ?? []), say]);
  };
  const happen = (fact: Fact, words: string): void => void happenings.push({ index: fact.index, at: fact.at, kind: fact.kind, words });
  const version = (event: EventFact): Version => ({ index: event.index, eventId: event.eventId, at: event.at, by: person(event.sender), words: wordsOf(event), content: newContent(event), isLate: event.isLate });
  const keptFile = (file: FileRef): KeptFile => {
    const said = kept.get(file.mxc) ?? {};
    return { ...file, blob: asText(said['blob']) === '' ? null : asText(said['blob']), identity: asText(said['identity']) ?? identities.get(asText(said['blob']) ?? '') ?? null, sha256: asText(said['sha256']), missing: asText(said['missing']) };
  };

  function takeMessage(event: EventFact, kind: MessageKind): void {
    const file = fileOf(event.content);
    const message: Message = {
      eventId: event.eventId, index: event.index, at: event.at, sender: person(event.sender), side: sideOf(event.sender, bridges), kind,
      isFromHandset: typedOnHandset(event), answersTo: answersTo(event.content),
      versions: [version(event)], withdrawals: [], reactions: [], files: file ? [keptFile(file)] : [], present: now(), owner: owners.at(-1)?.owner ?? null, fate: [],
    };
    messages.set(event.eventId, message);
    for (const say of waiting.get(event.eventId) ?? []) say(message);
    waiting.delete(event.eventId);
  }

  function takeEdit(event: EventFact, target: string): void {
    versionIds.set(event.eventId, versionIds.get(target) ?? target);
    tell(target, (message) => {
      message.versions.push(version(event));
      const file = fileOf(newContent(event));
      if (file && !message.files.some(({ mxc }) => mxc === file.mxc)) message.files.push(keptFile(file));
    });
    for (const say of waiting.get(event.eventId) ?? []) tell(target, say);
    waiting.delete(event.eventId);
  }

  function takeMember(fact: Fact, event: EventFact): void {
    const user = event.stateKey ?? '';
    const membership = asText(event.content['membership']);
    const name = asText(event.content['displayname'])?.replace(/[\s\u0000-\u001f]+/gu, ' ').trim(); // a name is one line wherever it is shown
    if (name !== undefined && name !== '') names.set(user, name);
    const was = members.has(user);
    if (membership === 'join') members.add(user);
    else if (membership !== 'invite' || !was) members.delete(user);
    present = undefined;
    if (was !== members.has(user) || membership === 'invite') happen(fact, line([membership === 'join' ? `${names.get(user) ?? user} came in` : membership === 'invite' ? `${names.get(user) ?? user} was asked in` : `${names.get(user) ?? user} left`, event.sender === user ? null : `by ${event.sender}`]));
  }

  function takeEvent(fact: Fact, event: EventFact): void {
    const edited = editedBy(event);
    const reaction = reactsTo(event);
    const by = person(event.sender);
    if (event.redacts !== null) {
      const reacted = reactions.get(event.redacts);
      if (reacted) reacted.withdrawnAt = event.at;
      else tell(event.redacts, (message) => message.withdrawals.push({ index: event.index, eventId: event.eventId, at: event.at, by, reason: asText(event.content['reason']) }));
    } else if (event.type === 'm.room.member' && event.stateKey !== null) takeMember(fact, event);
    else if (event.type === 'm.room.name' && event.stateKey !== null) about = { ...about, name: asText(event.content['name']) };
    else if (event.stateKey !== null) happen(fact, `${event.type} was set`);
    else if (reaction) {
      const said: Reaction = { eventId: event.eventId, at: event.at, by, key: reaction.key, withdrawnAt: null };
      reactions.set(event.eventId, said);
      tell(reaction.target, (message) => message.reactions.push(said));
    } else if (edited !== null) takeEdit(event, edited);
    else {
      const kind = messageKind(event);
      if (kind) takeMessage(event, kind);
    }
  }

  function takeFact(fact: Fact): void {
    const { body } = fact;
    const text = (key: string): string | null => asText(body[key]);
    const event = text('event');
    switch (fact.kind) {
      case 'portal':
        if (text('bridge') !== null) bridges.add(text('bridge') as string);
        about = { name: text('name') ?? about.name, bridge: text('bridge') ?? about.bridge, account: text('account') ?? about.account, client: text('client') ?? about.client };
        return happen(fact, line([`conversation ${text('state') ?? ''}`.trim(), text('client'), text('account')]));
      case 'ownership': {
        const owner = text('owner');
        owners.push({ at: fact.at, owner: owner === null ? null : person(owner), via: text('via') });
        return happen(fact, line([owner === null ? 'nobody answers' : `${person(owner).name} answers`, text('via'), text('handover')]));
      }
      case 'media': {
        const mxc = text('mxc') ?? '';
        kept.set(mxc, body);
        if (text('blob') !== null && text('identity') !== null) identities.set(text('blob') as string, text('identity') as string);
        if (event !== null) tell(event, (message) => replaceFile(message, mxc, keptFile));
        if (text('missing') !== null) happen(fact, line([`a file could not be kept: ${text('missing')}`, mxc]));
        return;
      }
      case 'decision':
      case 'refusal':
      case 'delivery':
        if (event === null) return happen(fact, JSON.stringify(body));
        return tell(event, (message) => message.fate.push({ index: fact.index, at: fact.at, kind: fact.kind, words: line([text('verdict') ?? text('state') ?? (fact.kind === 'refusal' ? 'refused' : null), text('code'), text('reason') ?? text('detail'), text('as')]) }));
      default:
        return happen(fact, line([fact.kind, text('action'), text('actor'), text('state'), text('reason')]));
    }
  }

  for (const fact of facts) {
    const event = eventOf(fact);
    if (event) takeEvent(fact, event);
    else takeFact(fact);
  }
  for (const [target, says] of waiting) happenings.push({ index: -1, at: 0, kind: 'orphan', words: `${says.length} records speak about ${target}, which is not among these` });
  return { room, ...about, messages: [...messages.values()], happenings, owners, people: names };
}

function replaceFile(message: Message, mxc: string, keptFile: (file: FileRef) => KeptFile): void {
  for (const [at, file] of message.files.entries()) if (file.mxc === mxc) message.files[at] = keptFile(file);
}

/** What stands now, or null when it was withdrawn. */
export const standing = ({ versions, withdrawals }: Message): Version | null => (withdrawals.length > 0 ? null : (versions.at(-1) ?? null));
