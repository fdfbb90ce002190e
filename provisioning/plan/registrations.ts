import { fileNames } from './box-layout.ts';
import { loopbackUrl, requireSecret, type BoxBridge, type PlanInput, type PlannedFile } from './box-plan.ts';
import { boxSecrets, bridgeSecrets } from './secret-names.ts';
import { writeYaml } from './write-yaml.ts';

type Registration = { id: string; url: string | null; asToken: string; hsToken: string; sender: string; users: { regex: string; exclusive: boolean }[]; ephemeral: boolean };

/**
 * The application services Synapse knows. A bridge's events go to the gate, never to the bridge: that address is the
 * one thing that makes the record complete.
 */
export function planRegistrations({ config, layout, secrets }: PlanInput, bridges: readonly BoxBridge[]): PlannedFile[] {
  const server = config.server_name.replaceAll('.', '\\.');
  const secret = (name: string) => requireSecret(secrets, name);
  const registrations: Registration[] = [
    {
      // Receives nothing (the record is read from the homeserver's database); acts for service users and employees.
      id: 'holdfast',
      url: null,
      asToken: secret(boxSecrets.controlPlaneAsToken),
      hsToken: secret(boxSecrets.controlPlaneHsToken),
      sender: 'holdfast',
      users: [
        { regex: `^@acct_.*:${server}$`, exclusive: true },
        { regex: `^@.*:${server}$`, exclusive: false },
      ],
      ephemeral: false,
    },
    {
      // Bridges hold this token, so its namespace is the account users and nobody else: no bridge can act for an employee.
      id: 'doublepuppet',
      url: null,
      asToken: secret(boxSecrets.doublePuppetAsToken),
      hsToken: secret(boxSecrets.doublePuppetHsToken),
      sender: 'holdfast-double-puppet',
      users: [{ regex: `^@acct_.*:${server}$`, exclusive: false }],
      ephemeral: false,
    },
    ...bridges.map(({ id, botUserId, ghostPattern }): Registration => ({
      id,
      url: `${loopbackUrl(config.ports.gate)}/from-homeserver/${id}`,
      asToken: secret(bridgeSecrets(id).asToken),
      hsToken: secret(bridgeSecrets(id).fromHomeserver),
      // Not the bot itself: Synapse treats the sender's own events specially.
      sender: `holdfast-bridge-${id}`,
      users: [
        { regex: `^${botUserId.replaceAll('.', '\\.')}$`, exclusive: true },
        { regex: ghostPattern, exclusive: true },
      ],
      ephemeral: true,
    })),
  ];
  return registrations.map((registration) => ({
    path: `${layout.config}/${fileNames.registration(registration.id)}`,
    mode: 0o600,
    content: writeYaml(toYaml(registration)),
  }));
}

function toYaml({ id, url, asToken, hsToken, sender, users, ephemeral }: Registration): Record<string, unknown> {
  return {
    id,
    url,
    as_token: asToken,
    hs_token: hsToken,
    sender_localpart: sender,
    rate_limited: false,
    namespaces: { users, aliases: [], rooms: [] },
    // Typing and receipts; the older name is what Synapse read before the proposal was accepted.
    ...(ephemeral ? { receive_ephemeral: true, 'de.sorunome.msc2409.push_ephemeral': true } : {}),
  };
}
