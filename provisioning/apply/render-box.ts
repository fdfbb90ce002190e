import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BoxPlan, PlanInput } from '../plan/box-plan.ts';
import { boxBridges, planBox } from '../plan/plan-box.ts';
import type { Box } from './open-box.ts';
import { printExample } from './print-example.ts';
import { makePrivateDirectory, modeOf, readIfThere, writePrivateFile } from './private-files.ts';
import { findPrograms } from './programs.ts';
import { makeMissingSecrets, readSecrets } from './secret-files.ts';

/** What rendering would do to one file. */
export type FileChange = { readonly path: string; readonly before: string | undefined; readonly after: string | undefined };

/** Gathers all that a plan is made from: secrets, programs, and the examples the installed bridges print. Changes nothing. */
export async function readPlanInput(box: Box): Promise<PlanInput> {
  const { config, layout, knownBridges, checkout } = box;
  const programs = findPrograms(checkout, layout, knownBridges);
  const examples = new Map<string, string>();
  await Promise.all(boxBridges(box).map(async ({ id, known }) => {
    const binary = programs.bridges.get(id);
    const example = binary === undefined ? undefined : await printExample(known.definition, binary);
    if (example !== undefined) examples.set(id, example);
  }));
  return { config, layout, programs, knownBridges, secrets: readSecrets(layout.secrets), examples };
}

/** What `renderBox` would change on disk, in the order of paths. A file that is no longer planned has no `after`. */
export function compareBox(box: Box, plan: BoxPlan): FileChange[] {
  const planned = plan.files.map(({ path, content }) => ({ path, before: readIfThere(path), after: content }));
  const stale = staleFiles(box, plan).map((path) => ({ path, before: readIfThere(path), after: undefined }));
  return [...planned, ...stale].filter(({ before, after }) => before !== after).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Writes every file of the plan; what is already right is left alone, so that running it twice changes nothing.
 * Makes the secrets of a bridge that was added to holdfast.yaml since `init`.
 */
export async function renderBox(box: Box): Promise<{ plan: BoxPlan; changes: FileChange[] }> {
  makeMissingSecrets(box.layout.secrets, box.config);
  const plan = planBox(await readPlanInput(box));
  const changes = compareBox(box, plan);
  for (const directory of plan.directories) makePrivateDirectory(directory);
  for (const { path, mode, content } of plan.files) {
    if (readIfThere(path) !== content || modeOf(path) !== mode) writePrivateFile(path, content, mode);
  }
  for (const path of staleFiles(box, plan)) rmSync(path);
  return { plan, changes };
}

/** Rendered files of a bridge that the box no longer has: they hold tokens, so they are not left lying about. */
function staleFiles({ layout }: Box, plan: BoxPlan): string[] {
  const planned = new Set(plan.files.map(({ path }) => path));
  return listFiles(layout.config)
    .filter((name) => /^(bridge|registration)-.+\.yaml$/.test(name))
    .map((name) => join(layout.config, name))
    .filter((path) => dirname(path) === layout.config && !planned.has(path));
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // nothing was rendered yet
  }
}
