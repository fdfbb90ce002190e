import type { Handover, HandoverReport, LeaveDraft } from '@holdfast/contract';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInEmployee } from '../../../test/support/employee.ts';
import { peopleIn } from '../../../test/support/room-members.ts';
import { until } from '../../../test/support/until.ts';
import { createWorld, type Colleague, type World } from '../../../test/support/world.ts';
import { openConsoles, password, type Consoles } from '../support/consoles.ts';

/** Somebody leaves, by the mouse, on a real box; and the box is killed at each step of it. */
let world: World;
let consoles: Consoles;
let page: Page;
let owner: Colleague;
let clients: Awaited<ReturnType<World['clientsOf']>>;
beforeAll(async () => {
  world = await createWorld();
  await world.link();
  consoles = await openConsoles(world);
  consoles.allow(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_NETWORK/, /^50[234] /); // the box is killed on purpose
  page = await consoles.administrator('olga');
  owner = await world.hire('anna');
  clients = await world.clientsOf(owner, ['+48511000301', '+48511000302'], 'Is my order ready?');
});
afterAll(async () => {
  await consoles?.close();
  await world?.close();
});

const roomIds = (): string[] => clients.map(({ roomId }) => roomId);
const leaveOf = ({ person }: Colleague, step?: string): string => `${consoles.base}/people/${person.personId}/leave${step ? `?step=${step}` : ''}`;
const button = (name: string | RegExp) => page.getByRole('button', { name });
const handoversOf = async ({ userId }: Colleague): Promise<Handover[]> => (await world.api.get<{ handovers: Handover[] }>('/handovers?limit=500')).handovers.filter(({ leaver }) => leaver === userId);
const draftOf = ({ person }: Colleague): Promise<LeaveDraft> => world.api.get<LeaveDraft>(`/people/${person.personId}/leave-draft`);

async function chooseSuccessor({ name }: Colleague): Promise<void> {
  await page.getByRole('combobox', { name: 'Who takes over' }).fill(name);
  await page.getByRole('option', { name: new RegExp(name) }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.successors-form-chosen').getByText(name).waitFor();
}
/** Whoever signed in a while ago proves that it is still them; the act goes on by itself. */
async function proveWhenAsked(done: () => Promise<boolean>): Promise<void> {
  await until('the act is done, or asks who it is', async () => {
    const asked = page.locator('.reauth-dialog input[type=password]');
    if (await asked.isVisible()) {
      await asked.fill(password);
      await page.keyboard.press('Enter');
    }
    return done();
  }, { timeoutMs: 90_000, everyMs: 250 });
}
const isAtHandover = async (): Promise<boolean> => new URL(page.url()).pathname.startsWith('/handovers/hand_');
async function order(reason: string): Promise<void> {
  await page.getByLabel('Reason').fill(reason);
  await button(/Let go and move 2 conversations/).click();
}
/** In the end: one handover, ordered once, done; both rooms with the successor, the leaver out. */
async function isDone(leaver: Colleague, successor: Colleague): Promise<Handover> {
  const [handover, ...more] = await until('the handover is on record', async () => {
    const found = await handoversOf(leaver);
    return found.length > 0 && found;
  });
  expect(more).toEqual([]);
  await world.api.handoverIs(handover!.handoverId, 'done');
  for (const roomId of roomIds()) expect(await peopleIn(world, roomId)).toEqual([successor.userId]);
  await isOut(leaver);
  const { entries } = await world.api.get<{ entries: { action: string }[] }>(`/audit?limit=500&target=${handover!.handoverId}`);
  expect(entries.filter(({ action }) => action !== 'handover.resumed').map(({ action }) => action).toSorted()).toEqual(['handover.completed', 'handover.requested', 'handover.started']);
  await page.goto(`${consoles.base}/handovers/${handover!.handoverId}`);
  await page.getByText(`${leaver.name} can no longer write to clients.`).waitFor();
  await button(/^Undo \(24 h left\)$/).waitFor();
  return handover!;
}
/** Locked is a moment earlier than signed out. */
const isOut = (somebody: Colleague): Promise<boolean> => until(`${somebody.name} is out`, async () => (await somebody.refusal('GET', '/client/v3/joined_rooms')) === 'M_UNKNOWN_TOKEN');
async function kill(): Promise<void> {
  await world.controlPlane.kill();
}

test('whoever is invited comes in with what the page showed', async () => {
  await page.goto(`${consoles.base}/people?open=invite`);
  await page.getByLabel('Name', { exact: true }).fill('Clara Nowak');
  await page.getByLabel('Team').selectOption({ label: 'Sales' });
  await page.getByLabel('Polski').click();
  await button('Invite').last().click();
  await page.getByRole('img', { name: 'The same link as a QR code' }).waitFor();
  const oneTime = await page.locator('.invited-card-secret').first().innerText();
  const clara = await signInEmployee(world.urls.homeserver, '@clara:box.test', oneTime);
  expect(await clara.rooms()).toEqual([]);
});

test('one leaves with the mouse alone, the successor answers, and the report says so', async () => {
  const boris = await world.hire('boris');
  await page.goto(`${consoles.base}/people`);
  await page.getByRole('row', { name: /anna Employee Sales English 2 / }).click(); // two in hand
  await page.getByText('2 conversations').waitFor();
  await button(/^Leave$/).click();
  await page.getByText('No company handset is with this person.').waitFor();
  await button(/^Next$/).click();
  await chooseSuccessor(boris);
  await button(/^Next$/).click();
  await page.getByText('2 conversations would move.').waitFor();
  await button(/^Next$/).click();
  await order('resigned');
  await proveWhenAsked(isAtHandover);
  const handover = await isDone(owner, boris);
  await expect(draftOf(owner)).rejects.toThrow(); // what was planned has happened
  const [{ phone, roomId }] = clients as [(typeof clients)[number]];
  await boris.say(roomId, 'It ships today');
  expect(await phone.heard('It ships today')).toContain('It ships today');
  await page.getByRole('link', { name: 'Report' }).click();
  await page.locator('.report').getByText('2 in all, 2 with their successor or unassigned, 0 still being moved').waitFor();
  const report = await world.api.get<HandoverReport>(`/handovers/${handover.handoverId}/report`);
  for (const { clientName } of report.rooms) await page.locator('.report td').getByText(clientName!).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.console-side').isVisible()).toBe(false);
  await page.emulateMedia({ media: null });
  owner = boris;
});

test('killed while handsets are asked for: the page goes on as soon as the box answers', async () => {
  const next = await world.hire('next-handsets');
  await page.goto(leaveOf(owner));
  await page.getByText('No company handset is with this person.').waitFor();
  await kill();
  await button(/^Next$/).click();
  await page.getByText('The box could not keep your last choice yet').waitFor();
  await world.controlPlane.start();
  await page.getByText('The box could not keep your last choice yet').waitFor({ state: 'hidden' });
  await chooseSuccessor(next);
  await button(/^Next$/).click();
  await page.getByText('2 conversations would move.').waitFor();
  await button(/^Next$/).click();
  await order('killed at the handsets');
  await proveWhenAsked(isAtHandover);
  await isDone(owner, next);
  owner = next;
});

test('killed right after successors were chosen: the choice is kept in the end, and a reload finds it', async () => {
  const next = await world.hire('next-successors');
  await page.goto(leaveOf(owner, 'successors'));
  await page.getByRole('combobox', { name: 'Who takes over' }).waitFor();
  await until('names are there', async () => {
    await page.getByRole('combobox', { name: 'Who takes over' }).fill(next.name);
    return page.getByRole('option', { name: next.name }).first().isVisible();
  });
  await kill();
  await page.keyboard.press('Enter');
  await page.locator('.successors-form-chosen').getByText(next.name).waitFor();
  await world.controlPlane.start();
  await until('the box has the choice', async () => JSON.stringify((await draftOf(owner)).choices).includes(next.userId));
  await page.reload();
  await page.locator('.successors-form-chosen').getByText(next.name).waitFor();
  await button(/^Next$/).click();
  await page.getByText('2 conversations would move.').waitFor();
  await button(/^Next$/).click();
  await order('killed at the successors');
  await proveWhenAsked(isAtHandover);
  await isDone(owner, next);
  owner = next;
});

test('killed at the preview: what was given by hand is there afterwards', async () => {
  const [next, other] = [await world.hire('next-preview'), await world.hire('other-preview')];
  await page.goto(leaveOf(owner, 'successors'));
  await chooseSuccessor(other);
  await chooseSuccessor(next);
  await button(/^Next$/).click();
  for (const row of [1, 2]) {
    for (const { name } of [other, next]) await page.getByRole('row').nth(row).getByRole('combobox').selectOption({ label: name });
    await until('the box has the hand', async () => JSON.stringify((await draftOf(owner)).choices).split('"roomId"').length > row);
  }
  await kill();
  await world.controlPlane.start();
  await page.reload();
  expect(new URL(page.url()).searchParams.get('step')).toBe('preview');
  await expect.poll(() => page.getByText('Chosen by hand').count(), { timeout: 30_000 }).toBe(2);
  await button(/^Next$/).click();
  await order('killed at the preview');
  await proveWhenAsked(isAtHandover);
  await isDone(owner, next);
  owner = next;
});

test('killed before the order arrives: the same order goes out until it does, once', async () => {
  const next = await world.hire('next-order');
  await page.goto(leaveOf(owner, 'successors'));
  await chooseSuccessor(next);
  await button(/^Next$/).click();
  await page.getByText('2 conversations would move.').waitFor();
  await button(/^Next$/).click();
  await page.getByText('2 conversations with this order').waitFor();
  await kill();
  await order('killed before the order');
  await page.getByText('The same order goes out again until it does').waitFor();
  expect(world.controlPlane.isRunning()).toBe(false);
  await world.controlPlane.start();
  await proveWhenAsked(isAtHandover);
  await isDone(owner, next);
  owner = next;
});

const duringOrder = ['leaver.lock-user.run:before', 'admin.lock:after', 'handover.admit-successor.run:committed', 'homeserver.kick:before', 'handover.remove-predecessor.run:after'];
test.for(duringOrder)('killed by its own order at %s: it is carried out once, and the page tells how far it is', async (failpoint) => {
  const next = await world.hire(`next-${duringOrder.indexOf(failpoint)}`);
  await page.goto(leaveOf(owner, 'successors'));
  await chooseSuccessor(next);
  await button(/^Next$/).click();
  await page.getByText('2 conversations would move.').waitFor();
  await button(/^Next$/).click();
  await page.getByLabel('Reason').fill(`killed at ${failpoint}`);
  await until('the box has the reason', async () => JSON.stringify((await draftOf(owner)).choices).includes(failpoint));
  await kill();
  world.controlPlane.spawn({ HOLDFAST_FAILPOINT: failpoint });
  await world.controlPlane.healthy();
  await button(/Let go and move 2 conversations/).click();
  await proveWhenAsked(async () => !world.controlPlane.isRunning());
  await world.controlPlane.start();
  await proveWhenAsked(isAtHandover);
  await page.getByText(`${owner.name} can no longer write to clients.`).waitFor();
  await page.locator('.fact-list').getByText('Done', { exact: true }).waitFor({ timeout: 90_000 }); // without a reload
  await isDone(owner, next);
  owner = next;
});

test('another team: a second administrator agrees, over a restart of the box, and it goes on by itself', async () => {
  const next = await world.hire('next-team', { team: 'service' });
  await page.goto(leaveOf(owner, 'successors'));
  await chooseSuccessor(next);
  await button(/^Next$/).click();
  await page.getByText('Another administrator must agree. A conversation leaves its team.').waitFor();
  await button(/^Next$/).click();
  await order('moves to the service team');
  await proveWhenAsked(isAtHandover);
  await page.getByText('You ordered it, so another administrator decides.').waitFor();
  await kill();
  await world.controlPlane.start();
  const second = await consoles.administrator('oleg');
  await second.goto(page.url());
  await second.getByRole('button', { name: 'Approve' }).click();
  await second.getByRole('dialog').getByText('It begins at once.').waitFor();
  await second.getByRole('button', { name: 'Move 2 conversations' }).click();
  await second.getByText(`${owner.name} can no longer write to clients.`).waitFor();
  await second.context().close();
  await page.locator('.fact-list').getByText('Done', { exact: true }).waitFor(); // told by the news, without a press
  const [handover] = await handoversOf(owner);
  expect(handover).toMatchObject({ state: 'done', approvalNeeded: ['other-team'] });
  for (const roomId of roomIds()) expect(await peopleIn(world, roomId)).toEqual([next.userId]);
  await isOut(owner);
  owner = next;
});

test('whoever comes back to the wizard finds that it is ordered already', async () => {
  const { handovers } = await world.api.get<{ handovers: Handover[] }>('/handovers?limit=1');
  const people = await world.api.get<{ people: { personId: string; userId: string }[] }>('/people');
  const gone = people.people.find(({ userId }) => userId === handovers[0]!.leaver)!;
  await page.goto(`${consoles.base}/people/${gone.personId}/leave`);
  await page.getByText('is leaving already').waitFor();
  await button('See how far it is').click();
  await until('the handover', isAtHandover);
});

test('the red button, on a telephone: out at once, conversations with the team', async () => {
  const telephone = await page.context().newPage();
  await telephone.setViewportSize({ width: 390, height: 800 });
  await telephone.goto(`${consoles.base}/people/${owner.person.personId}`);
  await telephone.getByRole('button', { name: 'Access off now' }).click();
  await telephone.getByRole('dialog').getByText('2 conversations go to the unassigned queue').waitFor();
  await telephone.getByRole('button', { name: 'Cut off and take 2 conversations' }).click();
  await until('it is done, or asks who it is', async () => {
    const asked = telephone.locator('.reauth-dialog input[type=password]');
    if (await asked.isVisible()) {
      await asked.fill(password);
      await telephone.keyboard.press('Enter');
    }
    return new URL(telephone.url()).pathname.startsWith('/handovers/');
  });
  await telephone.getByText(`${owner.name} can no longer write to clients.`).waitFor();
  await until('nobody is in the rooms', async () => (await peopleIn(world, roomIds()[0]!)).length === 0);
  await isOut(owner);
});

test('the homeserver, the journal and the phones agree; no page broke its policy', async () => {
  await world.check({ settled: true });
  expect(consoles.complaints()).toEqual([]);
});
