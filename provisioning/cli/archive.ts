import { readFileSync } from 'node:fs';
import { ArchiveStatus, ArchiveVerification } from '@holdfast/contract';
import type { Command } from 'commander';
import { OperatorError } from '../apply/operator-error.ts';
import { writePrivateFile } from '../apply/private-files.ts';
import { openBox } from '../apply/open-box.ts';
import { pollUntil } from '../apply/poll.ts';
import { archivePolicyFile } from '../plan/box-layout.ts';
import { loopbackUrl } from '../plan/box-plan.ts';
import { boxSecrets } from '../plan/secret-names.ts';
import { commandApi } from './acting-as.ts';
import { boxDirectory } from './box-option.ts';
import { say } from './show.ts';

const takenWithinMs = 15_000;

/** The sealed archive: its state, and the policy of the key holders. */
export function addArchiveCommands(program: Command): void {
  const archive = program.command('archive').description('the sealed archive of the box: its state, its key holders, what they need to copy it');

  archive
    .command('status')
    .description('is everything sealed, does somebody watch, was it looked over')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const status = await commandApi(command).api.call('GET', '/api/v1/archive', { reply: ArchiveStatus });
      if (json) return say(JSON.stringify(status, null, 2));
      for (const line of statusInWords(status)) say(line);
    });

  archive
    .command('policy <file>')
    .description('hand the box a policy that its key holders have signed: who opens what is sealed from now on')
    .action(async (file: string, _options: object, command: Command) => {
      const note = readNamed(file);
      const { api } = commandApi(command);
      const read = () => api.call('GET', '/api/v1/archive', { reply: ArchiveStatus });
      const before = (await read()).policy?.sequence ?? 0;
      writePrivateFile(archivePolicyFile(openBox(boxDirectory(command)).layout), note);
      await pollUntil(async () => ((await read()).policy?.sequence ?? 0) > before, takenWithinMs, 'the box to take the policy (`holdfast alerts` says why it did not)');
      const { policy } = await read();
      say(`Policy ${policy?.sequence} is in force: ${policy?.holders.join(', ')}; ${policy?.threshold} must come together to open anything.`);
    });

  archive
    .command('reader')
    .description('print what a key holder needs to copy the archive: address, key of the log, and the file with the token')
    .action(async (_options: object, command: Command) => {
      const box = openBox(boxDirectory(command));
      const { logKey, policy } = await commandApi(command).api.call('GET', '/api/v1/archive', { reply: ArchiveStatus });
      for (const line of readerInWords({ address: `${loopbackUrl(box.config.ports.api)}/archive`, logKey, genesis: policy?.genesis ?? null, tokenFile: `${box.layout.secrets}/${boxSecrets.archiveReader}` })) say(line);
    });

  archive
    .command('verify')
    .description('look the archive over now, every byte that can be judged without a key')
    .requiredOption('--reason <text>', 'recorded in the audit trail')
    .action(async ({ reason }: { reason: string }, command: Command) => {
      const { faults, records, goodUpTo, firstCode, firstIndex, firstPath } = await commandApi(command).api.call('POST', '/api/v1/archive/verify', { body: { reason }, reply: ArchiveVerification });
      if (faults === 0) return say(`${records} records are as they were written.`);
      throw new OperatorError(`${faults} faults; the first: ${firstCode} at record ${firstIndex ?? '?'} (${firstPath ?? '?'}). Records before ${goodUpTo} are good.`, 'Keep everything as it is and call the key holders: they hold heads that the box cannot change.');
    });
}

function readNamed(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (failure) {
    throw new OperatorError(`${file} cannot be read: ${failure instanceof Error ? failure.message : 'unknown'}`, 'Name the file that `holdfast-auditor sign` has written.');
  }
}

const states = { sealing: 'sealing', 'no-policy': 'NO KEY HOLDERS: nothing is recorded, messages wait in the homeserver', frozen: 'FROZEN: records are sealed and kept, no head is signed' } as const;

function statusInWords({ origin, state, frozen, policy, records, head, waiting, witnesses, verification }: ArchiveStatus): string[] {
  return [
    `${origin}: ${states[state]}${frozen ? ` (${frozen.code})` : ''}`,
    policy ? `Key holders (policy ${policy.sequence}): ${policy.holders.join(', ')}; ${policy.threshold} must come together` : 'Key holders: none. holdfast archive policy <file>',
    `Sealed: ${records} records, ${head?.size ?? 0} under a signed head; waiting: ${waiting.records} records, ${waiting.facts} acts, ${waiting.files} files`,
    ...witnesses.map(({ name, size, failingSince }) => `Witness ${name}: ${failingSince === null ? `has signed up to ${size}` : `away since ${new Date(failingSince).toISOString()}`}`),
    verification ? `Looked over ${new Date(verification.at).toISOString()}: ${verification.faults === 0 ? `${verification.records} records are as they were written` : `${verification.faults} faults, the first at record ${verification.firstIndex ?? '?'}`}` : 'Not looked over yet.',
  ];
}

export function readerInWords({ address, logKey, genesis, tokenFile }: { address: string; logKey: string; genesis: string | null; tokenFile: string }): string[] {
  return [`Archive:              ${address}`, `Key of the log:       ${logKey}`, `Hash of the policy:   ${genesis ?? '(none yet)'}`, `Token in the file:    ${tokenFile}`];
}
