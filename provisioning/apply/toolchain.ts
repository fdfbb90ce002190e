import type { BridgeDefinition } from '../plan/bridge-definition.ts';
import { servesDesktop } from '../plan/desktop.ts';
import { boxBridges } from '../plan/plan-box.ts';
import { buildApp, buildConsole, isAppBuilt, isConsoleBuilt, requireAppTools, requireConsoleTools } from './build-screens.ts';
import { buildBridge, builtBridge, requireBuildTools } from './build-bridges.ts';
import { findPython, hasHomeserverEnvironment, makeHomeserverEnvironment } from './homeserver-environment.ts';
import type { Box } from './open-box.ts';
import { OperatorError } from './operator-error.ts';
import { findPrograms, isExecutable } from './programs.ts';

/** One thing that must be made before a box can start. Doing it twice costs nothing. */
export type ToolchainStep = {
  readonly title: string;
  /** Part that runs from what the step makes, and must start anew after it. */
  readonly part?: string;
  readonly isDone: boolean;
  requireTools(): Promise<unknown>;
  run(onProgress: (line: string) => void): Promise<void>;
};

/** What the box needs on this machine: the homeserver's environment, the bridges that are built from source, the admin console and the employee app. */
export function toolchainSteps(box: Box): ToolchainStep[] {
  const { checkout } = box;
  return [
    {
      title: 'Homeserver and supervisor (Python packages, locked by hash)',
      isDone: hasHomeserverEnvironment(checkout),
      requireTools: findPython,
      run: (onProgress) => makeHomeserverEnvironment(checkout, onProgress),
    },
    ...bridgesToBuild(box).map((definition) => ({
      title: `Bridge ${definition.id} ${definition.version} (built from source)`,
      isDone: isExecutable(builtBridge(checkout, definition) ?? ''),
      requireTools: requireBuildTools,
      run: (onProgress: (line: string) => void) => buildBridge(checkout, definition, onProgress),
    })),
    {
      title: 'The admin console (built with vite)',
      part: 'control-plane',
      isDone: isConsoleBuilt(checkout),
      requireTools: () => requireConsoleTools(checkout),
      run: (onProgress) => buildConsole(checkout, onProgress),
    },
    ...(servesDesktop({ config: box.config, programs: findPrograms(checkout, box.layout, box.knownBridges) })
      ? [{
          title: 'The employee app (built with electron-vite)',
          part: 'desktop',
          isDone: isAppBuilt(checkout),
          requireTools: () => requireAppTools(checkout),
          run: (onProgress: (line: string) => void) => buildApp(checkout, onProgress),
        }]
      : []),
  ];
}

/** Finds out before minutes are spent: throws once, naming every tool that the steps will need and this machine lacks. */
export async function requireTools(steps: readonly ToolchainStep[]): Promise<void> {
  const messages = new Set<string>();
  for (const step of steps) {
    await step.requireTools().catch((error: unknown) => {
      if (!(error instanceof OperatorError)) throw error;
      messages.add(error.message);
    });
  }
  if (messages.size > 0) throw new OperatorError([...messages].join('\n'), 'Then run the command again.');
}

/** Makes everything the box needs and is not there yet. For tests; the command line shows the steps one by one. */
export async function prepareToolchain(box: Box, onProgress: (line: string) => void = () => undefined): Promise<void> {
  const missing = toolchainSteps(box).filter(({ isDone }) => !isDone);
  await requireTools(missing);
  for (const step of missing) await step.run(onProgress);
}

/** A bridge installed by hand into the box is not built as well. */
function bridgesToBuild(box: Box): BridgeDefinition[] {
  const installed = findPrograms(box.checkout, box.layout, box.knownBridges).bridges;
  return boxBridges(box)
    .map(({ known }) => known.definition)
    .filter((definition) => definition.binary.go_package !== undefined && !installed.get(definition.id)?.startsWith(`${box.layout.bin}/`));
}
