import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBox } from '../../apply/create-box.ts';
import type { Box } from '../../apply/open-box.ts';
import { readPlanInput } from '../../apply/render-box.ts';
import { writePrivateFile } from '../../apply/private-files.ts';
import { planBox } from '../../plan/plan-box.ts';
import type { BoxApi } from '../box-api.ts';
import { hireEmployees, passwordFile } from './company.ts';
import { describeTrial, isPopulationOrdered, orderPopulation, populationSteps } from './index.ts';
import { progressOf } from './progress.ts';

let directory: string;
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'holdfast-trial-')); });
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const newBox = async (bridges = ['loopback']): Promise<Box> => (await createBox({ directory, trial: true, freePorts: true, bridges })).box;

describe('making a trial alive', () => {
  test('is for a box of which it was ordered, and needs its messenger', async () => {
    const box = await newBox();
    expect(isPopulationOrdered(box)).toBe(false);
    orderPopulation(box);
    expect(isPopulationOrdered(box)).toBe(true);
    expect(isPopulationOrdered({ ...box, config: { ...box.config, trial: false } })).toBe(false);
    expect(isPopulationOrdered({ ...box, config: { ...box.config, bridges: {} } })).toBe(false);
  });

  test('remembers what was done', async () => {
    const box = await newBox();
    orderPopulation(box);
    expect(populationSteps(box).map(({ isDone }) => isDone)).toEqual([false, false, false, false, false]);
    progressOf(box).keep('company');
    expect(populationSteps(box).map(({ isDone }) => isDone)).toEqual([true, false, false, false, false]);
  });
});

/** The people of a box, as its API knows them. */
function fakeApi() {
  const people: { personId: string; signInName: string }[] = [];
  const asked: string[] = [];
  let passwords = 0;
  const api = {
    call: async (method: string, path: string, { body }: { body?: { signInName: string } } = {}) => {
      asked.push(`${method} ${path.replace('/api/v1/', '')}`);
      if (method === 'GET') return path.endsWith('/people') ? { people } : { teams: [{ teamId: 'team_1', slug: 'sales' }, { teamId: 'team_2', slug: 'support' }] };
      if (!path.endsWith('/reset-password')) people.push({ personId: `pers_${body!.signInName}`, signInName: body!.signInName });
      return { person: people.at(-1), oneTimePassword: `password ${++passwords}` };
    },
  } as unknown as BoxApi;
  return { api, people, asked };
}

describe('the employees of a trial', () => {
  test('are hired once, each with the box’s own password in a file that only its owner reads', async () => {
    const [box, { api, people, asked }] = [await newBox(), fakeApi()];
    await hireEmployees(box, api);
    await hireEmployees(box, api);
    expect(people.map(({ signInName }) => signInName)).toEqual(['anna', 'boris', 'olena']);
    expect(asked.filter((line) => line.startsWith('POST'))).toEqual(['POST people', 'POST people', 'POST people']);
    expect(statSync(passwordFile(box, 'anna')).mode & 0o777).toBe(0o600);
  });

  test('whose password was told to a command that died get another', async () => {
    const [box, { api, people, asked }] = [await newBox(), fakeApi()];
    people.push({ personId: 'pers_boris', signInName: 'boris' });
    await hireEmployees(box, api);
    expect(asked).toContain('POST people/pers_boris/reset-password');
    expect(people.filter(({ signInName }) => signInName === 'boris')).toHaveLength(1);
  });
});

describe('where the trial is tried', () => {
  const host = '/opt/holdfast/desktop/host/main.ts';
  async function described(box: Box, desktopHost: string | null = host) {
    const input = await readPlanInput(box);
    const plan = planBox({ ...input, programs: { ...input.programs, desktopHost, bridges: new Map([['loopback', '/opt/loopback']]) }, examples: new Map() });
    return describeTrial(box, plan).join('\n');
  }

  test('every employee has an address with their key, and their password beside it; the phones have one too', async () => {
    const box = await newBox();
    writePrivateFile(passwordFile(box, 'anna'), 'correct horse\n');
    const text = await described(box);
    expect(text).toMatch(new RegExp(`anna +http://127\\.0\\.0\\.1:${box.config.ports.desktop}/anna/#[0-9a-f]{64}\n +sign in as anna with correct horse\n`));
    expect(text).toMatch(/olena +http:\/\/\S+\/olena\/#[0-9a-f]{64}\n(?! +sign in)/); // nobody knows her password
    expect(text).toMatch(new RegExp(`http://127\\.0\\.0\\.1:${box.config.bridges['loopback']?.port}/phones/#[0-9a-f]{64}$`));
  });

  test('what is not served has no address', async () => {
    const box = await newBox();
    expect(await described(box, null)).not.toContain('/anna/');
    expect(await described({ ...box, config: { ...box.config, trial: false } })).toBe('');
  });
});
