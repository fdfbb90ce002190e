import type { Command } from 'commander';
import { Listr } from 'listr2';
import { endBoxProcesses } from '../apply/box-processes.ts';
import { createBox } from '../apply/create-box.ts';
import { openBox, type Box } from '../apply/open-box.ts';
import { renderBox } from '../apply/render-box.ts';
import { describeAddresses, partsToRestart, requireFreePorts, startGroups, startPart } from '../apply/start-box.ts';
import { supervisorOf } from '../apply/supervisor.ts';
import { requireTools, toolchainSteps } from '../apply/toolchain.ts';
import type { BoxPlan } from '../plan/box-plan.ts';
import { boxDirectory, print } from './box-option.ts';
import { describeConsole } from './console.ts';
import { describeTrial, ensureTrialKeyHolder, isPopulationOrdered, orderPopulation, populationSteps } from './trial/index.ts';

type Options = { trial?: boolean; freePorts?: boolean };

export function addUpCommand(program: Command): void {
  program
    .command('up')
    .description('make what is missing, render, and start every part in order; again and again without harm')
    .option('--trial', 'make a trial box first if there is none')
    .option('--free-ports', 'with --trial: choose ports that are free now')
    .action((options: Options, command: Command) => bringUp(boxDirectory(command), options));
}

/** What `up` does, for `dev` as well: everything from an empty directory to a running box. */
export async function bringUp(directory: string, { trial, freePorts }: Options): Promise<void> {
  if (trial) {
    const { box: made, wroteConfig } = await createBox({ directory, trial, freePorts: freePorts ?? false });
    if (wroteConfig) orderPopulation(made);
  }
  const box = openBox(directory);
  const renewed = await makeToolchain(box);
  await ensureTrialKeyHolder(box);
  const plan = await startBox(box, renewed);
  if (isPopulationOrdered(box)) await populate(box);
  print();
  for (const { id, missing } of plan.bridges) for (const what of missing) print(`bridge ${id} was not started; missing: ${what}`);
  for (const line of [...describeAddresses(box), ...(await describeConsole(box)), ...describeTrial(box, plan)]) print(line);
}

/** Makes a new trial alive, or goes on where that was stopped. */
async function populate(box: Box): Promise<void> {
  const missing = populationSteps(box).filter(({ isDone }) => !isDone);
  await new Listr(
    missing.map((step) => ({
      title: step.title,
      task: (_context: unknown, task: { output: string }) => step.run((line) => {
        if (process.stdout.isTTY) task.output = line;
      }),
    })),
    listOptions,
  ).run();
}

/** Makes what is missing; returns the parts that run from what was made. */
async function makeToolchain(box: Box): Promise<ReadonlySet<string>> {
  const missing = toolchainSteps(box).filter(({ isDone }) => !isDone);
  await requireTools(missing);
  await new Listr(
    missing.map((step) => ({
      title: step.title,
      task: (_context: unknown, task: { output: string }) => step.run((line) => {
        // On a screen the line is replaced by the next; in a file there would be hundreds.
        if (process.stdout.isTTY) task.output = line.slice(0, 100);
      }),
    })),
    listOptions,
  ).run();
  return new Set(missing.flatMap(({ part }) => (part === undefined ? [] : [part])));
}

/** Renders and starts. Parts whose configuration changed, or that were made anew, are started anew; the others are left alone. */
export async function startBox(box: Box, renewed: ReadonlySet<string> = new Set()): Promise<BoxPlan> {
  const supervisor = supervisorOf(box);
  // Left by a supervisor that was killed: nobody watches them any more, and they hold the ports.
  if (supervisor.pid() === undefined) await endBoxProcesses(box);
  const running = new Set((await supervisor.states()).filter(({ state }) => state === 'RUNNING').map(({ name }) => name));
  await requireFreePorts(box, running);
  const { plan, changes } = await renderBox(box);
  await supervisor.ensureRunning();
  for (const name of new Set([...partsToRestart(plan, changes), ...renewed])) if (running.has(name)) await supervisor.restart(name);
  const groups = startGroups(plan);
  await new Listr(
    groups.map((parts) => ({
      title: parts.map(({ name }) => name).join(', '),
      task: async () => { await Promise.all(parts.map((part) => startPart(box, part))); },
    })),
    listOptions,
  ).run();
  return plan;
}

const listOptions = { concurrent: false, exitOnError: true, rendererOptions: { collapseErrors: false }, fallbackRendererOptions: {} };
