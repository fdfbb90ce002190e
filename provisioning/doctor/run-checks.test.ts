import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBox } from '../apply/create-box.ts';
import type { Box } from '../apply/open-box.ts';
import { readPlanInput, renderBox } from '../apply/render-box.ts';
import { planBox } from '../plan/plan-box.ts';
import { boxChecks } from './box-checks.ts';
import { desktopChecks } from './desktop-checks.ts';
import { failed, ok, skipped, warning, type Check, type CheckContext } from './check.ts';
import { allChecks, checkGroups } from './index.ts';
import { exitCodeOf, runChecks } from './run-checks.ts';

const check = (name: string, group: Check['group'], run: Check['run']): Check => ({ name, group, means: 'm', mend: 'r', run });
let directory: string;
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'holdfast-doctor-')); });
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function contextOf(box: Box): Promise<CheckContext> {
  return { box, plan: planBox(await readPlanInput(box)) };
}
const trialContext = async () => contextOf((await createBox({ directory, trial: true, freePorts: true, bridges: ['signal'] })).box);

describe('the doctor', () => {
  test('shows results by group, and a check that breaks has failed without hiding the others', async () => {
    const results = await runChecks([
      check('later', 'gate', async () => ok('fine')),
      check('breaks', 'versions', async () => { throw new Error('first line\nsecond'); }),
    ], await trialContext());
    expect(results.map(({ name, state, detail }) => [name, state, detail])).toEqual([['breaks', 'failed', 'first line'], ['later', 'ok', 'fine']]);
  });

  test.each([[ok('x'), 0], [warning('x'), 0], [skipped('x'), 0], [failed('x'), 1]])('%j ends with exit code %i', async (verdict, code) => {
    expect(exitCodeOf(await runChecks([check('one', 'clock', async () => verdict)], await trialContext()))).toBe(code);
  });

  test('every check has a name of its own, a known group, and says what it means and how to mend it', () => {
    expect(new Set(allChecks.map(({ name }) => name)).size).toBe(allChecks.length);
    for (const { name, group, means, mend } of allChecks) {
      expect(checkGroups, name).toContain(group);
      expect(means.length > 10 && mend.length > 10, name).toBe(true);
    }
  });
});

describe('checks of the box', () => {
  const stateOf = async (name: string, context: CheckContext) => (await runChecks(boxChecks.filter((candidate) => candidate.name === name), context))[0];

  test('a secret that others can read is found and named', async () => {
    const context = await trialContext();
    await renderBox(context.box);
    expect((await stateOf('modes of secrets', context))?.state).toBe('ok');
    chmodSync(join(context.box.layout.secrets, 'signal-as-token'), 0o644);
    expect(await stateOf('modes of secrets', context)).toMatchObject({ state: 'failed', detail: expect.stringContaining('signal-as-token') as string });
  });

  test('a missing secret is named', async () => {
    const context = await trialContext();
    rmSync(join(context.box.layout.secrets, 'holdfast-as-token'));
    expect(await stateOf('secrets complete', context)).toMatchObject({ state: 'failed', detail: 'missing: holdfast-as-token' });
  });

  test('a bridge without a binary is a warning, and a failure once it carries a company account', async () => {
    const context = await trialContext();
    expect(await stateOf('bridge binaries', context)).toMatchObject({ state: 'warning', detail: expect.stringContaining('bridges install signal') as string });
    const accounts = [{ slug: 'main', bridge: 'signal', label: 'Main' }];
    expect((await stateOf('bridge binaries', { ...context, box: { ...context.box, config: { ...context.box.config, accounts } } }))?.state).toBe('failed');
  });

  test('a trial’s messenger and database are refused on a company’s box', async () => {
    const { box } = await createBox({ directory, trial: true, freePorts: true, bridges: ['loopback'] });
    const context = await contextOf(box);
    expect((await stateOf('trial only', context))?.state).toBe('ok');
    const company = { ...context, box: { ...box, config: { ...box.config, trial: false } } };
    expect(await stateOf('trial only', company)).toMatchObject({ state: 'failed', detail: expect.stringContaining('loopback, SQLite') as string });
  });

  test('configuration that was not rendered is found', async () => {
    const context = await trialContext();
    expect((await stateOf('rendered configuration', context))?.state).toBe('failed');
    await renderBox(context.box);
    expect((await stateOf('rendered configuration', context))?.state).toBe('ok');
  });
});

describe('checks of the employee app in a browser', () => {
  const states = async (context: CheckContext) => (await runChecks(desktopChecks, context)).map(({ state, detail }) => [state, detail]);
  const served = { name: 'desktop', command: [], environment: {}, directory: '/', order: 40, healthUrl: null };

  test('are skipped, with the reason, where no browser is served', async () => {
    const context = await trialContext();
    const [company, off] = [structuredClone(context.box.config), structuredClone(context.box.config)];
    company.trial = false;
    off.desktop.in_browser = false;
    expect(await states({ ...context, box: { ...context.box, config: company } })).toEqual(Array(2).fill(['skipped', expect.stringContaining('only a trial box')]));
    expect(await states({ ...context, box: { ...context.box, config: off } })).toEqual(Array(2).fill(['skipped', expect.stringContaining('switched off')]));
    expect(await states({ ...context, plan: { ...context.plan, processes: [] } })).toEqual(Array(2).fill(['skipped', expect.stringContaining('no host')]));
  });

  test('find an app that was not built and a host that does not answer', async () => {
    const context = await trialContext();
    expect(await states({ box: { ...context.box, checkout: directory }, plan: { ...context.plan, processes: [served] } })).toEqual([
      ['warning', 'not built from the present source'],
      ['failed', `no answer from http://127.0.0.1:${context.box.config.ports.desktop}/health`],
    ]);
  });

  test('are content with a host that answers', async () => {
    const context = await trialContext();
    const host = createServer((request, response) => void response.writeHead(request.url === '/health' ? 200 : 404).end()).listen(context.box.config.ports.desktop, '127.0.0.1');
    await once(host, 'listening');
    expect((await states({ ...context, plan: { ...context.plan, processes: [served] } }))[1]).toEqual(['ok', 'for anna, boris, olena, new-1, new-2']);
    host.close();
  });
});
