import type { BoxConfig } from './box-config.ts';
import type { BoxLayout } from './box-layout.ts';
import type { KnownBridge } from './bridge-definition.ts';

/** Where the programs of the box are on this machine. */
export type Programs = {
  /** Root of the Holdfast checkout. */
  readonly checkout: string;
  readonly node: string;
  /** The Python of the virtual environment that holds Synapse and the supervisor. */
  readonly python: string;
  /** Bridge id to executable, for bridges whose binary is there. */
  readonly bridges: ReadonlyMap<string, string>;
  /** What serves the employee app to a browser; null where this checkout has none. */
  readonly desktopHost: string | null;
};

/** All a plan is made from. The same input gives the same bytes: no clock, no randomness, no disk. */
export type PlanInput = {
  readonly config: BoxConfig;
  readonly layout: BoxLayout;
  readonly programs: Programs;
  readonly knownBridges: ReadonlyMap<string, KnownBridge>;
  /** Name of a secret to its value. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Bridge id to the example configuration its binary printed. Absent where there is no binary. */
  readonly examples: ReadonlyMap<string, string>;
};

export type PlannedFile = { readonly path: string; readonly mode: number; readonly content: string };

/** A part that runs: started by the supervisor, or directly by a test. */
export type PlannedProcess = {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  /** Parts of a lower order must be healthy before this one starts. */
  readonly order: number;
  /** Answers 200 as soon as the part works; null where the part has no such address. */
  readonly healthUrl: string | null;
};

export type PlannedBridge = {
  readonly id: string;
  readonly network: string;
  readonly port: number;
  /** Empty when the bridge can be started; otherwise what is missing, in words. */
  readonly missing: readonly string[];
};

export type BoxPlan = {
  readonly directories: readonly PlannedFile['path'][];
  readonly files: readonly PlannedFile[];
  readonly processes: readonly PlannedProcess[];
  readonly bridges: readonly PlannedBridge[];
};

/** One bridge of this box with everything about it that more than one file needs. */
export type BoxBridge = {
  readonly id: string;
  readonly known: KnownBridge;
  readonly port: number;
  readonly url: string;
  readonly botUserId: string;
  readonly ghostPattern: string;
  readonly configFile: string;
  readonly database: string;
};

export const loopbackUrl = (port: number) => `http://127.0.0.1:${port}`;
export const secretPath = (layout: BoxLayout, name: string) => `${layout.secrets}/${name}`;

/** Thrown when a secret the plan cannot do without has no file. */
export class MissingSecret extends Error {
  constructor(name: string, remedy: string) {
    super(`the secret ${name} is missing\n  ${remedy}`);
    this.name = 'MissingSecret';
  }
}

const MADE_BY_INIT = '`holdfast init` makes every secret that is not there yet.';

/** The value of a secret the plan cannot do without. */
export function requireSecret(secrets: ReadonlyMap<string, string>, name: string, remedy: string = MADE_BY_INIT): string {
  const value = secrets.get(name);
  if (value === undefined) throw new MissingSecret(name, remedy);
  return value;
}

export const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
