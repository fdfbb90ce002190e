import { parseDocument } from 'yaml';
import { bridgeCommands, type BridgeDefinition } from '../plan/bridge-definition.ts';
import { fillTemplate } from '../plan/template.ts';
import { OperatorError } from './operator-error.ts';
import { runCommand } from './run-command.ts';

/** Asks a bridge's binary for its example configuration. Undefined where the bridge has no command for it. */
export async function printExample(definition: BridgeDefinition, binary: string): Promise<string | undefined> {
  const text = await runBridge(definition, binary, 'example');
  if (text !== undefined && parseDocument(text).errors.length > 0) {
    throw new OperatorError(`bridge ${definition.id}: what ${definition.binary.name} prints as its example configuration is no YAML`, 'Install the release that bridge.yaml names.');
  }
  return text;
}

/** What the binary says its version is. Undefined where the bridge has no command for it. */
export const printVersion = async (definition: BridgeDefinition, binary: string) => (await runBridge(definition, binary, 'version'))?.trim();

async function runBridge(definition: BridgeDefinition, binary: string, what: 'example' | 'version'): Promise<string | undefined> {
  const command = bridgeCommands(definition)[what];
  if (!command) return undefined;
  const filled = command.map((part) => String(fillTemplate(part, (name) => (name === 'binary' ? binary : undefined))));
  // Without our environment: nothing of it may find its way into an example.
  const { code, stdout, stderr } = await runCommand(filled, { env: { PATH: '/usr/bin:/bin' }, timeoutMs: 20_000 });
  if (code !== 0) {
    throw new OperatorError(`bridge ${definition.id}: \`${definition.binary.name}\` did not print its ${what} (exit ${code}): ${stderr.trim().split('\n').at(-1) ?? ''}`, 'Install the release that bridge.yaml names.');
  }
  return stdout;
}
