import type { Box } from '../../apply/open-box.ts';
import { boxBridges } from '../../plan/plan-box.ts';
import { apiOf, homeserverSession, readHomeserverSession } from '../acting-as.ts';
import { createBoxApi } from '../box-api.ts';
import { listPeople } from '../choose.ts';
import { openLoopbackNetwork } from '../loopback-network.ts';
import { signIn } from '../sign-in.ts';
import { answer, awaitConversations, introduce, type AtWork } from './answering.ts';
import { clients, employees, groups } from './cast.ts';
import { foundCompany, hireEmployees, passwordOf } from './company.ts';
import { progressOf, type Progress } from './progress.ts';
import { awaitNetwork, companyNumber, makeLively, playConversation, playGroup, switchOn } from './speaking.ts';

export type PopulationStep = { readonly title: string; readonly isDone: boolean; run(say: (line: string) => void): Promise<void> };

const ordered = 'ordered';

/** Remembers that this box is to be made alive; only a new one is, and only once. */
export const orderPopulation = (box: Box): void => progressOf(box).keep(ordered, String(Date.now()));

export const isPopulationOrdered = (box: Box): boolean => box.config.trial && boxBridges(box).some(({ id }) => id === 'loopback') && progressOf(box).has(ordered);

/** What is to be done on a running box, in this order; a step that was done is not done again. */
export function populationSteps(box: Box): PopulationStep[] {
  const progress = progressOf(box);
  // Of the moment it was ordered, so that a conversation that is gone on with keeps its times.
  const startedAt = Number(progress.read(ordered) ?? Date.now());
  const step = (name: string, title: string, work: (say: (line: string) => void) => Promise<void>): PopulationStep => ({
    title,
    isDone: progress.has(name),
    async run(say) {
      await work(say);
      progress.keep(name);
    },
  });
  return [
    step('company', 'Teams and company numbers', async () => {
      const network = openLoopbackNetwork(box);
      await awaitNetwork(network);
      await foundCompany(createBoxApi(box), network);
    }),
    step('conversations', `${clients.length} clients write in four languages`, (say) => letThemWrite(box, progress, startedAt, say)),
    step('people', `${employees.length} employees`, async () => {
      // Conversations first: where somebody could answer, nothing would be left in the queue.
      await awaitConversations(createBoxApi(box));
      await hireEmployees(box, createBoxApi(box));
    }),
    step('answers', 'Conversations find their employees, some are answered', async () => {
      await introduce(createBoxApi(box));
      await letThemAnswer(box);
    }),
    step('personas', 'Clients answer by themselves', async (say) => {
      const network = openLoopbackNetwork(box);
      for (const client of clients) {
        say(client.name);
        if (!(await makeLively(network, client))) return say('this imitation messenger has no personas');
      }
    }),
  ];
}

async function letThemWrite(box: Box, progress: Progress, startedAt: number, say: (line: string) => void): Promise<void> {
  const network = openLoopbackNetwork(box);
  await awaitNetwork(network);
  for (const client of clients) {
    say(client.name);
    await switchOn(network, client);
    for (const { with: slug, lines } of client.conversations) await playConversation(network, client.number, companyNumber(slug), lines, startedAt);
  }
  for (const [index, group] of groups.entries()) {
    say(group.name);
    const place = `group-${index}`;
    await playGroup(network, group, startedAt, { known: progress.read(place), made: (id) => progress.keep(place, id) });
  }
}

async function letThemAnswer(box: Box): Promise<void> {
  const administrator = createBoxApi(box);
  const people = await listPeople(administrator);
  for (const { signInName } of employees) {
    if (!readHomeserverSession(box, signInName)) await signIn(box, signInName, passwordOf(box, signInName) ?? '');
  }
  const atWork = (signInName: string): AtWork => ({
    person: people.find((person) => person.signInName === signInName)!,
    api: apiOf(box, signInName),
    matrix: homeserverSession(box, signInName),
  });
  await answer(administrator, openLoopbackNetwork(box), atWork);
}
