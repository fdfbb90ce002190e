import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '../../apply/open-box.ts';
import { OperatorError } from '../../apply/operator-error.ts';
import { makePrivateDirectory, writePrivateFile } from '../../apply/private-files.ts';
import { checkoutRoot } from '../../apply/checkout.ts';
import { runCommand } from '../../apply/run-command.ts';
import { archivePolicyFile } from '../../plan/box-layout.ts';

/** The key holder of a trial lives beside the box, not in it: their key opens the archive, and the box must not have it. */
export const keyHolderFolder = ({ layout }: Pick<Box, 'layout'>): string => `${layout.root.replace(/\/+$/, '')}-key-holder`;
export const passphraseFile = (box: Pick<Box, 'layout'>): string => join(keyHolderFolder(box), 'passphrase');
const name = 'trial-holder';

/** A trial box has nobody to ask, so it makes a key holder the way a firm does, with the key holder's own tool, and takes the policy they signed. Does nothing when there is a policy. */
export async function ensureTrialKeyHolder(box: Box): Promise<void> {
  const policy = archivePolicyFile(box.layout);
  if (!box.config.trial || existsSync(policy)) return;
  const folder = keyHolderFolder(box);
  makePrivateDirectory(folder);
  if (!existsSync(passphraseFile(box))) writePrivateFile(passphraseFile(box), `${randomBytes(18).toString('base64url')}\n`);
  const run = async (...args: string[]): Promise<void> => {
    const { code, stderr } = await runCommand([process.execPath, join(checkoutRoot, 'server', 'auditor', 'src', 'cli', 'main.ts'), '--home', folder, '--passphrase-file', passphraseFile(box), ...args]);
    if (code !== 0) throw new OperatorError(`the trial’s key holder could not be made: holdfast-auditor ${args[0]}: ${stderr.trim()}`, `Remove ${folder} and run \`holdfast up --trial\` again.`);
  };
  const request = join(folder, 'policy.txt');
  if (!existsSync(join(folder, 'key.age'))) await run('keygen', '--name', name);
  if (!existsSync(request)) await run('policy', 'new', '--origin', `${box.config.server_name}/archive`, '--holder', join(folder, `${name}.holder`), '--out', request);
  await run('sign', request, '--yes');
  makePrivateDirectory(box.layout.data);
  writePrivateFile(policy, readFileSync(request, 'utf8'));
}
