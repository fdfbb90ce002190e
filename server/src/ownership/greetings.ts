import { greetingPlaceholders, type ChangeGreeting, type ClientId, type CreateGreeting, type Greeting, type GreetingId, type GreetingPreview, type PreviewGreeting, type RemoveGreeting, type SavedGreeting, type UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { AppError, newGreetingId, type Clock, type PersonActor } from '../kernel/index.ts';
import type { OwnershipNews } from './ownership-news.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; news: OwnershipNews; language: string };
type Row = Omit<SavedGreeting, 'texts'> & { texts: string };
export type GreetingFacts = Readonly<Record<(typeof greetingPlaceholders)[number], string>>;

const columns = 'id AS greetingId, name, texts, created_at AS createdAt, updated_at AS updatedAt, version';
const toGreeting = (row: Row): SavedGreeting => ({ ...row, texts: JSON.parse(row.texts) as Greeting });

export function findGreeting(db: ReadDb, greetingId: GreetingId): SavedGreeting | undefined {
  const row = db.prepare<[GreetingId], Row>(`SELECT ${columns} FROM greeting WHERE id = ?`).get(greetingId);
  return row && toGreeting(row);
}

/** What stands in braces is filled in once: a name with braces in it stays a name. Pure. */
export function fillGreeting(text: string, facts: GreetingFacts): string {
  return text.replaceAll(/\{(client|employee|firm)\}/g, (_, name: keyof GreetingFacts) => facts[name]);
}

/** Who greets whom. Somebody without a firm is called by their name. */
export function greetingFacts(db: ReadDb, clientId: ClientId | null, employee: UserId | null): GreetingFacts {
  const client = clientId === null ? undefined : db.prepare<[ClientId], { name: string; firm: string | null }>('SELECT name, firm FROM client WHERE id = ?').get(clientId);
  const person = employee === null ? undefined : db.prepare<[UserId], { name: string }>('SELECT name FROM person WHERE user_id = ?').get(employee);
  return { client: client?.name ?? '', firm: client?.firm ?? client?.name ?? '', employee: person?.name ?? '' };
}

const invented: GreetingFacts = { client: 'Jan Kowalski', employee: 'Anna', firm: 'Kowalski i Syn' };
const mostGreetings = 500;

export type Greetings = ReturnType<typeof createGreetings>;
/** Words for clients whose conversation is handed over, kept under names. A handover takes them as they read when it is ordered. */
export function createGreetings({ db, clock, audit, news, language }: Deps) {
  function asRead(tx: WriteTx, greetingId: GreetingId, version: number | undefined): SavedGreeting {
    const greeting = findGreeting(tx, greetingId);
    if (!greeting) throw new AppError('NOT_FOUND', 'no greeting of this id');
    if (version !== undefined && version !== greeting.version) throw new AppError('CHANGED_MEANWHILE', 'somebody changed this greeting meanwhile', { field: '/version' });
    return greeting;
  }

  function mustBeFree(tx: WriteTx, name: string, except: GreetingId | null): void {
    const other = tx.prepare<[string], { id: GreetingId }>('SELECT id FROM greeting WHERE name = ?').get(name);
    if (other && other.id !== except) throw new AppError('GREETING_EXISTS', 'a greeting of this name is there already', { field: '/name' });
  }

  return {
    list: (): SavedGreeting[] => db.prepare<[], Row>(`SELECT ${columns} FROM greeting ORDER BY name`).all().map(toGreeting),

    create(actor: PersonActor, { name, texts }: CreateGreeting): SavedGreeting {
      checkTexts(texts);
      return db.write((tx) => {
        mustBeFree(tx, name, null);
        const { count } = tx.prepare<[], { count: number }>('SELECT count(*) AS count FROM greeting').get() as { count: number };
        if (count >= mostGreetings) throw new AppError('CONFLICT', `at most ${mostGreetings} greetings`);
        const greetingId = newGreetingId();
        tx.prepare('INSERT INTO greeting (id, name, texts, created_at, updated_at) VALUES (?, ?, ?, ?, ?)').run(greetingId, name, JSON.stringify(texts), clock.now(), clock.now());
        audit.record(tx, { actor, action: 'greeting.created', target: greetingId, detail: { languages: Object.keys(texts) } });
        news.greetingsChanged(tx);
        return findGreeting(tx, greetingId) as SavedGreeting;
      });
    },

    change(actor: PersonActor, greetingId: GreetingId, { version, name, texts }: ChangeGreeting): SavedGreeting {
      if (texts) checkTexts(texts);
      return db.write((tx) => {
        const before = asRead(tx, greetingId, version);
        if (name !== undefined) mustBeFree(tx, name, greetingId);
        tx.prepare('UPDATE greeting SET name = ?, texts = ?, updated_at = ?, version = version + 1 WHERE id = ?').run(
          name ?? before.name, JSON.stringify(texts ?? before.texts), clock.now(), greetingId,
        );
        audit.record(tx, { actor, action: 'greeting.changed', target: greetingId, detail: { fields: [...(name === undefined ? [] : ['name']), ...(texts ? ['texts'] : [])] } });
        news.greetingsChanged(tx);
        return findGreeting(tx, greetingId) as SavedGreeting;
      });
    },

    /** Handovers that were ordered with it keep its words. */
    remove(actor: PersonActor, greetingId: GreetingId, { version }: RemoveGreeting): void {
      db.write((tx) => {
        asRead(tx, greetingId, version);
        tx.prepare('DELETE FROM greeting WHERE id = ?').run(greetingId);
        audit.record(tx, { actor, action: 'greeting.removed', target: greetingId });
        news.greetingsChanged(tx);
      });
    },

    preview({ texts, clientId, userId }: PreviewGreeting): GreetingPreview {
      checkTexts(texts);
      const client = clientId === undefined ? undefined : db.prepare<[ClientId], { language: string | null }>('SELECT language FROM client WHERE id = ?').get(clientId);
      if (clientId !== undefined && !client) throw new AppError('NOT_FOUND', 'no client of this id', { field: '/clientId' });
      const known = greetingFacts(db, clientId ?? null, userId ?? null);
      const facts: GreetingFacts = { ...(client ? known : invented), employee: known.employee || invented.employee };
      const filled = Object.fromEntries(Object.entries(texts).map(([of, text]) => [of, fillGreeting(text, facts)])) as Greeting;
      const theirs = client?.language ?? language;
      return { texts: filled, language: client && theirs in texts ? theirs : null };
    },
  };
}

/** The texts of a handover's order: its own, or a saved greeting's as it reads now. */
export function orderedGreeting(db: ReadDb, { greeting, greetingId }: { greeting?: Greeting; greetingId?: GreetingId }): Greeting | null {
  if (greetingId === undefined) return greeting ?? null;
  if (greeting !== undefined) throw new AppError('BAD_REQUEST', 'either texts or a saved greeting', { field: '/greetingId' });
  const saved = findGreeting(db, greetingId);
  if (!saved) throw new AppError('NOT_FOUND', 'no greeting of this id', { field: '/greetingId' });
  return saved.texts;
}

function checkTexts(texts: Greeting): void {
  const entries = Object.entries(texts);
  if (entries.length === 0) throw new AppError('GREETING_INVALID', 'a greeting has a text in at least one language', { field: '/texts' });
  for (const [of, text] of entries) {
    if (text.trim() === '') throw new AppError('GREETING_INVALID', `the text in ${of} is empty`, { field: `/texts/${of}` });
    const unknown = /\{([^{}]*)\}/g;
    for (const [, name] of text.matchAll(unknown)) {
      if (!(greetingPlaceholders as readonly string[]).includes(name as string)) throw new AppError('GREETING_INVALID', `the text in ${of} has something else in braces than ${greetingPlaceholders.join(', ')}`, { field: `/texts/${of}` });
    }
  }
}
