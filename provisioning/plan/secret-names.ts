import type { BoxConfig } from './box-config.ts';

/** How a secret is made. Nothing but `holdfast init` (and `up` for a bridge added later) makes one, and never twice. */
export type SecretKind = 'token' | 'password' | 'command-prefix' | 'signing-key';

/** Secrets of the box itself. */
export const boxSecrets = {
  controlPlaneAsToken: 'holdfast-as-token',
  controlPlaneHsToken: 'holdfast-hs-token',
  doublePuppetAsToken: 'double-puppet-as-token',
  doublePuppetHsToken: 'double-puppet-hs-token',
  registration: 'registration-shared-secret',
  macaroon: 'homeserver-macaroon-key',
  form: 'homeserver-form-secret',
  signingKey: 'homeserver-signing-key',
  administratorPassword: 'administrator-password',
  factorKey: 'second-factor-key',
  archiveKey: 'archive-log-key',
  archiveReader: 'archive-reader-token',
} as const;

/** Secrets that people give the running box in its console; it keeps them here, and nothing else makes them. */
export const alertSecrets = { smtpPassword: 'alert-smtp-password', webhookSecret: 'alert-webhook-secret' } as const;

/** Secrets of one bridge. The token Synapse shows the gate and the token the gate shows the bridge differ on purpose. */
export const bridgeSecrets = (id: string) =>
  ({
    asToken: `${id}-as-token`,
    fromHomeserver: `${id}-homeserver-to-gate`,
    toBridge: `${id}-gate-to-bridge`,
    provisioning: `${id}-provisioning`,
    commandPrefix: `${id}-command-prefix`,
  }) as const;

/** What opens one person's place in the employee app that a trial box serves to browsers. */
export const desktopSecret = (person: string) => `desktop-${person}`;

/** Every secret that a box with this configuration must have and can make by itself. */
export function secretsToMake(config: Pick<BoxConfig, 'bridges' | 'trial' | 'desktop'>): ReadonlyMap<string, SecretKind> {
  const kinds = new Map<string, SecretKind>();
  for (const name of Object.values(boxSecrets)) kinds.set(name, 'token');
  kinds.set(boxSecrets.administratorPassword, 'password');
  kinds.set(boxSecrets.signingKey, 'signing-key');
  for (const id of Object.keys(config.bridges)) {
    const names = bridgeSecrets(id);
    for (const name of Object.values(names)) kinds.set(name, 'token');
    kinds.set(names.commandPrefix, 'command-prefix');
  }
  if (config.trial && config.desktop.in_browser) for (const person of config.desktop.people) kinds.set(desktopSecret(person), 'token');
  return kinds;
}
