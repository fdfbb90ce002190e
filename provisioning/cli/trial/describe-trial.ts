import { existsSync } from 'node:fs';
import type { Box } from '../../apply/open-box.ts';
import { readSecrets } from '../../apply/secret-files.ts';
import type { BoxPlan } from '../../plan/box-plan.ts';
import { loopbackUrl } from '../../plan/box-plan.ts';
import { boxBridges } from '../../plan/plan-box.ts';
import { bridgeSecrets, desktopSecret } from '../../plan/secret-names.ts';
import { employees } from './cast.ts';
import { passwordOf } from './company.ts';
import { keyHolderFolder } from './key-holder.ts';

/**
 * Where the trial is tried: an address a person, with what they sign in with, and the phones of the clients. The keys stand
 * behind the `#`, which a browser sends to nobody.
 */
export function describeTrial(box: Box, plan: BoxPlan): string[] {
  if (!box.config.trial) return [];
  const secrets = readSecrets(box.layout.secrets);
  return [...describePeople(box, plan, secrets), ...describePhones(box, plan, secrets), ...describeKeyHolder(box)];
}

function describePeople(box: Box, plan: BoxPlan, secrets: ReadonlyMap<string, string>): string[] {
  if (!plan.processes.some(({ name }) => name === 'desktop')) return [];
  const lines = box.config.desktop.people.flatMap((name) => {
    const password = passwordOf(box, name);
    const key = secrets.get(desktopSecret(name));
    if (key === undefined) return [];
    const known = password !== undefined ? [`    sign in as ${name} with ${password}`] : employees.some(({ signInName }) => signInName === name) ? [] : ['    for somebody you invite: sign in with what the invitation says'];
    return [`  ${name.padEnd(8)}  ${loopbackUrl(box.config.ports.desktop)}/${name}/#${key}`, ...known];
  });
  return ['', 'Answer clients, each in a browser window of its own:', ...lines];
}

function describePhones(box: Box, plan: BoxPlan, secrets: ReadonlyMap<string, string>): string[] {
  const bridge = boxBridges(box).find(({ id }) => id === 'loopback');
  const key = bridge && secrets.get(bridgeSecrets(bridge.id).provisioning);
  if (!bridge || key === undefined || !plan.processes.some(({ name }) => name === `bridge-${bridge.id}`)) return [];
  return ['', 'Be the clients, on their phones:', `  ${bridge.url}/phones/#${key}`];
}

/** Another folder, another key: what the key holder does there, nobody on the box can do. */
function describeKeyHolder(box: Box): string[] {
  const folder = keyHolderFolder(box);
  if (!existsSync(folder)) return [];
  return ['', 'Be the key holder, who alone reads the archive (README: "The archive, with the key holder’s tool"):', `  ${folder}`];
}
