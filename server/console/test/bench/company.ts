import type { Page } from 'playwright-core';
import { auditActions, type PersonId } from '@holdfast/contract';
import { openDb, type Db } from '../../../src/db/index.ts';
import { clientAt, seedLargeBox, type LargeBox } from '../../../test/support/large-box.ts';
import { openSession } from '../../../test/support/box-api.ts';
import { createWorld, type World } from '../../../test/support/world.ts';
import { openConsoles, type Consoles } from '../support/consoles.ts';

export type Role = 'administrator' | 'compliance-officer' | 'team-lead';
export const roles: readonly Role[] = ['administrator', 'compliance-officer', 'team-lead'];
export type Company = Awaited<ReturnType<typeof openCompany>>;

const pad = (n: number): string => String(n).padStart(16, '0');
const day = 86_400_000;
const reasons = ['Complaint of a client', 'Yearly check', 'Holidays', 'Resigned', 'Asked by the client', 'Left the firm'];

/** A year of a large company's doings, beside its people and clients: what they did, what was refused, where the handsets are. */
function seedDoings(db: Db, box: LargeBox, officer: PersonId): void {
  const now = Date.now();
  const person = (n: number): string => `pers_${pad(n % 1_000)}`;
  const many = (count: number, sql: string, values: (n: number) => unknown[]): void => {
    for (let at = 0; at < count; at += 5_000) {
      db.write((tx) => {
        const insert = tx.prepare(sql);
        for (let n = at; n < Math.min(count, at + 5_000); n += 1) insert.run(...values(n));
      });
    }
  };
  many(200_000, 'INSERT INTO audit_entry (at, actor, action, target, reason, detail) VALUES (?, ?, ?, ?, ?, NULL)', (n) => [
    now - 365 * day + n * 157_000, n % 11 === 0 ? officer : person(n * 7), auditActions[n % auditActions.length], n % 3 === 0 ? clientAt((n * 13) % 50_000) : n % 3 === 1 ? `!r${(n * 29) % 200_000}` : person(n * 3), n % 4 === 0 ? reasons[n % reasons.length] : null,
  ]);
  many(60 * 365, 'INSERT INTO tally_day (day, account_id, received, sent_box, refused, media) VALUES (?, ?, ?, ?, ?, ?)', (n) => [new Date(now - (1 + Math.floor(n / 60)) * day).toISOString().slice(0, 10), box.accounts[n % 60], n % 900, n % 700, n % 5, n % 80]);
  many(20_000, "INSERT INTO decision (event_id, room_id, sender, verdict, code, decided_at, answered) VALUES (?, ?, ?, 'refuse', 'NOT_OWNER', ?, 1)", (n) => [`$refused${n}`, `!r${(n * 31) % 200_000}`, box.owners[n % 1_000], now - 365 * day + n * 1_570_000]);
  many(2_000, "INSERT INTO outbox (event_id, bridge_id, room_id, account_id, sender, service_user_id, kind, state, reason, origin_at, enqueued_at) VALUES (?, 'loopback', ?, ?, ?, '@s:box.test', 'message', ?, 'STALE', ?, ?)", (n) => [
    `$doubt${n}`, `!r${n * 50 + 1}`, box.accounts[((n * 50 + 1) * 13) % 60], box.owners[n % 1_000], n % 10 === 0 ? 'needs-confirmation' : 'delivered', now - n * 60_000, now - n * 60_000,
  ]);
  many(2_000, 'INSERT INTO look (id, room_id, person_id, reasons, opened_at, ends_at, ended_at, visible_to_owner, told_at, pages_read) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, 2)', (n) => {
    const at = now - day - n * 3_600_000;
    return [`look_${pad(n)}`, `!r${(n * 97) % 200_000}`, officer, JSON.stringify([{ at, reason: reasons[n % reasons.length] }]), at, at + 900_000, at + 600_000, at];
  });
  many(500, 'INSERT INTO handset (id, label, account_id, number, state, holder, since, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1)', (n) => [
    `hset_${pad(n)}`, `Handset ${n}`, n < 60 ? box.accounts[n] : null, `+4860${pad(n).slice(-7)}`, n % 3 === 0 ? 'handed-out' : 'in-safe', n % 3 === 0 ? person(n) : null, now - n * day,
  ]);
  many(300, "INSERT INTO handover (id, kind, state, request, reason, requested_by, approval_needed, created_at, cut_at, finished_at) VALUES (?, 'handover', 'done', ?, ?, ?, '[]', ?, ?, ?)", (n) => {
    const at = now - (n + 1) * day;
    return [`hand_${pad(n)}`, JSON.stringify({ scope: { kind: 'person', userId: box.owners[n] }, successors: { userIds: [box.owners[n + 1]] }, greeting: null, expectedOwners: null }), reasons[n % reasons.length], person(n + 5), at, at + 1, at + 60_000];
  });
  many(1_000, "INSERT INTO handover_room (handover_id, room_id, bridge_id, predecessor, successor, rule) VALUES (?, ?, 'loopback', ?, ?, 'only-successor')", (n) => [`hand_${pad(0)}`, `!r${n}`, box.owners[0], box.owners[1]]);
  many(40_000, 'INSERT INTO client_notice_send (subject, wording, room_id, client_id, language, ordered_at, sent_at) VALUES (?, 1, ?, ?, ?, ?, ?)', (n) => [clientAt(n), `!r${n}`, clientAt(n), 'pl', now - n * 1_000, now - n * 1_000]);
}

/** A real box of a company as large as the box is meant for, and its console in a real browser: one administrator, one compliance officer, one lead. */
export async function openCompany() {
  const world = await createWorld();
  await world.link();
  const lead = await world.hire('lena', { roles: ['team-lead'] });
  const officer = await world.api.post<{ person: { personId: PersonId }; oneTimePassword: string }>('/people', { signInName: 'kira', name: 'Kira', roles: ['compliance-officer'], teamId: null, languages: ['en'] });
  await world.controlPlane.stop();
  const db = openDb(world.recordDb);
  const box = seedLargeBox(db);
  seedDoings(db, box, officer.person.personId);
  db.write((tx) => void tx.prepare('DELETE FROM archive_fact').run()); // a company of that size has sealed its year as it went; a box that seals it all at once is not what is measured
  db.write((tx) => void tx.prepare('UPDATE person SET team_id = ? WHERE sign_in_name = ?').run(box.teams[0], 'lena'));
  db.close();
  await world.controlPlane.start();
  const consoles = await openConsoles(world);
  const states = {
    administrator: await stateOf(await consoles.administrator('olga')),
    'compliance-officer': await stateOf(await signedIn(consoles, 'kira', officer.oneTimePassword)),
    'team-lead': await stateOf(await signedIn(consoles, 'lena', lead.password)),
  };
  return { world, box, consoles, states, lead, close: () => closeAll(world, consoles) };
}

type State = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;
async function stateOf(page: Page): Promise<State> {
  await page.locator('.console-nav').waitFor();
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

async function signedIn(consoles: Consoles, name: string, word: string): Promise<Page> {
  const page = await consoles.open('/');
  await page.getByLabel('Sign-in name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(word);
  await page.keyboard.press('Enter');
  const asked = page.getByRole('button', { name: 'Authenticator app' });
  await asked.or(page.locator('.console-nav')).first().waitFor();
  if (await asked.isVisible()) await consoles.enrol(page, name);
  return page;
}

async function closeAll(world: World, consoles: Consoles): Promise<void> {
  await consoles.close();
  await world.close();
}

type Question = { readonly method?: string; readonly type?: string; readonly body?: string };
const asker = (api: string, who: Record<string, string>) => async <Answer = string>(path: string, { method = 'GET', type, body }: Question = {}): Promise<Answer> => {
  const answer = await fetch(`${api}/api/v1${path}`, { method, headers: { ...who, ...(type ? { 'content-type': type } : {}) }, ...(body === undefined ? {} : { body }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return (answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as Answer;
};

/** The API as this person's console asks it. */
export function askerOf({ world, states }: Pick<Company, 'world' | 'states'>, role: Role) {
  const cookie = states[role].cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return asker(world.urls.api, { cookie, 'x-holdfast-console': '1' });
}

/** The API as somebody asks it who proved a moment ago who they are: what leaves the box in bulk wants that. */
export async function freshAsker({ world }: Pick<Company, 'world'>) {
  const token = await openSession(world.urls.api, { method: 'password', name: 'admin', password: world.secret('administrator-password') });
  return asker(world.urls.api, { authorization: `Bearer ${token}` });
}
