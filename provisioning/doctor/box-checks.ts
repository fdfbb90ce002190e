import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printVersion } from '../apply/print-example.ts';
import { modeOf } from '../apply/private-files.ts';
import { findPrograms } from '../apply/programs.ts';
import { runCommand } from '../apply/run-command.ts';
import { compareBox } from '../apply/render-box.ts';
import { boxBridges } from '../plan/plan-box.ts';
import { secretsToMake } from '../plan/secret-names.ts';
import { failed, ok, warning, type Check } from './check.ts';

/** The release of Synapse this box is written for; requirements.in pins it. */
const SYNAPSE = '1.163.2';

/** Checks of what lies on disk: programs, configuration, secrets. */
export const boxChecks: readonly Check[] = [
  {
    name: 'node',
    group: 'versions',
    means: 'The control plane runs on Node 24; others crash when they open the record.',
    mend: 'Run `npm ci` in the checkout, and `holdfast` through `npx` or make.',
    async run() {
      return process.versions.node.startsWith('24.') ? ok(process.versions.node) : failed(process.versions.node);
    },
  },
  {
    name: 'homeserver version',
    group: 'versions',
    means: "The record is read from the homeserver's own tables; another release may have changed them.",
    mend: 'Run `holdfast up`: it makes the environment from the locked requirements.',
    async run({ box }) {
      const { python } = findPrograms(box.checkout, box.layout, box.knownBridges);
      const { code, stdout } = await runCommand([python, '-c', 'import importlib.metadata as m; print(m.version("matrix-synapse"), m.version("supervisor"))']);
      if (code !== 0) return failed('Synapse is not installed yet');
      const [synapse, supervisor] = stdout.trim().split(' ');
      return synapse === SYNAPSE ? ok(`Synapse ${synapse}, supervisor ${supervisor ?? ''}`) : failed(`Synapse ${synapse ?? 'unknown'}, not ${SYNAPSE}`);
    },
  },
  {
    name: 'bridge binaries',
    group: 'versions',
    means: 'A messenger of this box cannot run, or runs a release its configuration was not written for.',
    mend: 'Do what the line says; `holdfast bridges install <name> --from <file> --sha256 <hash>` takes a release binary.',
    async run({ box, plan }) {
      const programs = findPrograms(box.checkout, box.layout, box.knownBridges);
      const wrong: string[] = [];
      const right: string[] = [];
      for (const { id, known } of boxBridges(box)) {
        const binary = programs.bridges.get(id);
        const missing = plan.bridges.find((bridge) => bridge.id === id)?.missing ?? [];
        if (missing.length > 0 || binary === undefined) wrong.push(`${id} is missing ${missing.join('; ')}`);
        else {
          const version = (await printVersion(known.definition, binary)) ?? 'says no version';
          const expected = known.definition.reports_version;
          if (expected !== undefined && !version.includes(expected)) wrong.push(`${id} is ${version}, not ${expected}`);
          else right.push(`${id} ${known.definition.version}`);
        }
      }
      if (wrong.length === 0) return ok(right.join(', ') || 'the box has no bridges');
      // A bridge that carries a company account is needed; one that does not yet is an announcement.
      const needed = box.config.accounts.some(({ bridge }) => wrong.some((line) => line.startsWith(`${bridge} `)));
      return needed ? failed(wrong.join(' | ')) : warning(wrong.join(' | '));
    },
  },
  {
    name: 'rendered configuration',
    group: 'versions',
    means: 'The parts run with something else than holdfast.yaml says.',
    mend: 'Look with `holdfast render --diff`, then `holdfast up`.',
    async run({ box, plan }) {
      const changes = compareBox(box, plan);
      return changes.length === 0 ? ok(`${plan.files.length} files are as rendered`) : failed(`differs: ${changes.map(({ path }) => basename(path)).join(', ')}`);
    },
  },
  {
    name: 'trial only',
    group: 'versions',
    means: 'The loopback messenger is an imitation, and SQLite under the homeserver does not carry a company.',
    mend: 'Remove the trial bridges from holdfast.yaml and give `homeserver.database` a PostgreSQL connection.',
    async run({ box }) {
      if (box.config.trial) return ok('this is a trial box, and says so');
      const imitations = Object.entries(box.config.bridges).filter(([id, { enabled }]) => enabled && box.knownBridges.get(id)?.definition.trial_only).map(([id]) => id);
      if (box.config.homeserver.database.kind === 'sqlite') imitations.push('SQLite as the database of the homeserver');
      return imitations.length === 0 ? ok('nothing of a trial is on this box') : failed(`only for a trial: ${imitations.join(', ')}`);
    },
  },
  {
    name: 'modes of secrets',
    group: 'secrets',
    means: 'Other users of this machine can read tokens that open every conversation.',
    mend: 'chmod 700 on the directories and 600 on the files; then consider the secrets known and make new ones.',
    async run({ box, plan }) {
      const { secrets, config } = box.layout;
      const files = [...readdirSync(secrets).map((name) => join(secrets, name)), ...plan.files.map(({ path }) => path)];
      const open = [
        ...[secrets, config].filter((directory) => ((modeOf(directory) ?? 0) & 0o077) !== 0),
        ...files.filter((file) => ((modeOf(file) ?? 0) & 0o177) !== 0),
      ];
      return open.length === 0 ? ok(`${files.length} files, readable by their owner only`) : failed(`too open: ${open.map((file) => basename(file)).join(', ')}`);
    },
  },
  {
    name: 'secrets complete',
    group: 'secrets',
    means: 'A part cannot be configured.',
    mend: 'Run `holdfast init`: it makes those that are missing and leaves the others alone.',
    async run({ box }) {
      const missing = [...secretsToMake(box.config).keys()].filter((name) => modeOf(join(box.layout.secrets, name)) === undefined);
      return missing.length === 0 ? ok('none is missing') : failed(`missing: ${missing.join(', ')}`);
    },
  },
];
