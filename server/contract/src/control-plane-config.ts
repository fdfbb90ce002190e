import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;
const Port = Type.Integer({ minimum: 1, maximum: 65535 });
const Listener = Type.Object(
  {
    host: Type.String({ description: 'Address to bind; loopback unless an edge stands in front.' }),
    port: Port,
  },
  strict,
);
const SecretFile = Type.String({ minLength: 1, description: 'Path of a file (mode 0600) that holds the secret; the value itself is never in a configuration.' });
const Slug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' });

/** How one bridge is reached and recognised. One entry per bridge of the box, whatever its network. */
export const BridgeConnection = Type.Object(
  {
    id: Slug,
    network: Type.String({ minLength: 1, description: 'Name of the messenger, shown to people.' }),
    url: Type.String({ pattern: '^http://', description: "Base address of the bridge's own application-service and provisioning listener." }),
    botUserId: Type.String({ pattern: '^@[^:]+:.+$' }),
    ghostUserIdPattern: Type.String({ description: "Anchored regular expression of the ghosts' Matrix ids." }),
    asTokenFile: SecretFile,
    fromHomeserverTokenFile: SecretFile,
    toBridgeTokenFile: SecretFile,
    provisioningSecretFile: Type.Union([SecretFile, Type.Null()], { description: 'Null when the bridge has no bridgev2 provisioning API.' }),
    commandPrefixFile: SecretFile,
    database: Type.Union([Type.String(), Type.Null()], { description: "The bridge's own SQLite file, read only to learn whether it saved a message; null when it is elsewhere." }),
    confirmsDelivery: Type.Boolean({ description: 'True when the bridge posts message checkpoints (bridgev2). Otherwise deliveries close on HTTP 200 and are called unconfirmed.' }),
  },
  strict,
);
export type BridgeConnection = Static<typeof BridgeConnection>;

export const DeclaredTeam = Type.Object(
  {
    slug: Slug,
    name: Type.String({ minLength: 1 }),
  },
  strict,
);
export const DeclaredAccount = Type.Object(
  {
    slug: Slug,
    bridge: Slug,
    label: Type.String({ minLength: 1 }),
    team: Type.Union([Slug, Type.Null()]),
    number: Type.Union([Type.String({ pattern: '^\\+[0-9]{5,15}$' }), Type.Null()], { description: 'E.164 number that pairing must yield; null when the network has none.' }),
  },
  strict,
);

/** What the control plane is told at start. Rendered by provisioning from holdfast.yaml; nobody edits it by hand. */
export const ControlPlaneConfig = Type.Object(
  {
    serverName: Type.String({ minLength: 1 }),
    trial: Type.Boolean(),
    smallFirm: Type.Boolean({ description: 'One person may hold two roles; every audit page then says so.' }),
    language: Type.Union([Type.Literal('en'), Type.Literal('ru'), Type.Literal('uk'), Type.Literal('pl')]),
    liveHistoryMonths: Type.Integer({ minimum: 1, maximum: 120 }),
    offlineHours: Type.Integer({ minimum: 0, maximum: 720, description: "How long an employee's app opens its local store without the box; 0 forbids it." }),
    publicAddress: Type.Union([Type.String({ pattern: '^https://' }), Type.Null()], { description: 'Origin under which an edge serves both this API and the homeserver; null: the addresses bound here.' }),
    gate: Listener,
    api: Listener,
    homeserver: Type.Object(
      {
        url: Type.String({ pattern: '^https?://' }),
        database: Type.Union([
          Type.Object({ kind: Type.Literal('sqlite'), path: Type.String() }, strict),
          Type.Object({ kind: Type.Literal('postgres'), connectionFile: SecretFile }, strict),
        ]),
        asTokenFile: SecretFile,
        registrationSecretFile: SecretFile,
      },
      strict,
    ),
    recordDatabase: Type.String(),
    archive: Type.Object(
      {
        directory: Type.String({ minLength: 1, description: 'Where the sealed log lies.' }),
        policyFile: Type.String({ minLength: 1, description: 'Where the policy of the key holders is put for the box to take; need not exist yet.' }),
        keyFile: SecretFile,
        readerTokenFile: SecretFile,
      },
      { ...strict, description: 'The sealed archive. `keyFile`: what the keys that sign heads and tag files are derived from; it opens nothing. `readerTokenFile`: what a key holder’s tool shows to copy the sealed files.' },
    ),
    factorKeyFile: SecretFile,
    consoleDirectory: Type.Union([Type.String(), Type.Null()], { description: 'Built files of the admin console; null: the box serves none.' }),
    bootstrapAdministrator: Type.Object({ name: Slug, passwordFile: SecretFile }, strict),
    alertSecrets: Type.Object({ smtpPasswordFile: SecretFile, webhookSecretFile: SecretFile }, { ...strict, description: 'Where the control plane itself keeps the secrets of alerts that are set at run time; the files need not exist.' }),
    doctor: Type.Object({ command: Type.Array(Type.String(), { description: 'The doctor of this box, printing JSON; empty: none.' }) }, strict),
    bridges: Type.Array(BridgeConnection),
    teams: Type.Array(DeclaredTeam),
    accounts: Type.Array(DeclaredAccount),
    log: Type.Object({ level: Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')]) }, strict),
  },
  strict,
);
export type ControlPlaneConfig = Static<typeof ControlPlaneConfig>;
