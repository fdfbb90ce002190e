import { Type, type Static } from 'typebox';

/**
 * The schema of a bridge.yaml. Everything the box does with a bridge follows from this file: a messenger Holdfast has
 * never heard of is added by writing one, without code.
 */
const strict = { additionalProperties: false } as const;

/** One value of the bridge's configuration that must differ from what its makers ship, and the reason. */
export const Override = Type.Object(
  {
    value: Type.Unknown({ description: 'Replaces what stands at the path. `{{name}}` is filled in by the box.' }),
    why: Type.String({ minLength: 8, description: 'What goes wrong without it.' }),
  },
  strict,
);
export type Override = Static<typeof Override>;
const Overrides = Type.Record(Type.String({ pattern: '^[A-Za-z0-9_*]+([.][A-Za-z0-9_*]+)*$' }), Override, {
  default: {},
  description: "Path in the bridge's configuration (dots between keys) to the value it must have and why.",
});

export const SettingDefinition = Type.Object(
  {
    description: Type.String({ minLength: 1 }),
    required: Type.Boolean({ default: false }),
    secret: Type.Boolean({ default: false, description: 'The value must be given as `{secret: <name>}`.' }),
    default: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  },
  strict,
);
export type SettingDefinition = Static<typeof SettingDefinition>;

const Command = Type.Array(Type.String(), { minItems: 1 });

export const BridgeDefinition = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$', description: 'Also the name of its folder.' }),
    network: Type.String({ minLength: 1, description: 'Name of the messenger, shown to people.' }),
    framework: Type.Union([Type.Literal('bridgev2'), Type.Literal('other')], {
      description: '`bridgev2` brings the overrides of bridges/bridgev2.yaml, the provisioning API, message checkpoints and health endpoints. Of any other bridge deliveries are called unconfirmed and accounts are linked by its own means.',
    }),
    trial_only: Type.Boolean({ default: false, description: 'Refused on a box that is not a trial.' }),
    version: Type.String({ minLength: 1, description: 'The release this file was written for.' }),
    reports_version: Type.Optional(Type.String({ minLength: 1, description: 'Text that the output of its version command contains when the release is right.' })),
    checksum: Type.Union([Type.String({ minLength: 1 }), Type.Null()], { default: null, description: "What the binary or its source is checked against: a Go module's `h1:` sum, which Go verifies at build, or a `sha256:` of the release. Null where makers publish none: then the person who installs states it." }),
    binary: Type.Object(
      {
        name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', description: 'File name of the executable.' }),
        go_package: Type.Optional(Type.String({ minLength: 1, description: 'Go package that `holdfast up` builds, in the module whose go.mod lies beside bridge.yaml, else in bridges/go.mod. Without it the binary is installed with `holdfast bridges install`.' })),
        from: Type.Optional(Type.String({ minLength: 1, description: 'Where the official release binary is found.' })),
      },
      { ...strict, description: 'The program.' },
    ),
    commands: Type.Object(
      {
        start: Type.Optional({ ...Command, description: 'How it is started.' }),
        example: Type.Optional({ ...Command, description: 'How it prints its example configuration.' }),
        version: Type.Optional({ ...Command, description: 'How it says its version.' }),
      },
      { ...strict, default: {}, description: 'Command lines; `{{binary}}` and `{{config_file}}` are filled in. A bridgev2 bridge needs none: the framework fixes them.' },
    ),
    port: Type.Integer({ minimum: 1, maximum: 65535, description: 'Port of its own listener, unless holdfast.yaml says another.' }),
    bot: Type.String({ pattern: '^[a-z0-9._=/-]+$', description: "Local part of the bridge bot's Matrix id." }),
    ghosts: Type.String({ pattern: '^[a-z0-9._=/-]*[{][{][.][}][}][a-z0-9._=/-]*$', description: "Local part of the ghosts' Matrix ids, `{{.}}` where the network's id goes." }),
    login_flows: Type.Array(Type.String({ minLength: 1 }), { default: [], description: "Ids of the login flows its provisioning API must offer; doctor compares." }),
    settings: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]*$' }), SettingDefinition, { default: {}, description: 'What holdfast.yaml may say about this bridge under `settings`.' }),
    overrides: Overrides,
  },
  { ...strict, description: 'bridge.yaml' },
);
export type BridgeDefinition = Static<typeof BridgeDefinition>;

/** bridges/bridgev2.yaml: what every bridge on that framework must have. */
export const FrameworkOverrides = Type.Object({ overrides: Overrides }, strict);
export type FrameworkOverrides = Static<typeof FrameworkOverrides>;

/** A bridge as the plan needs it: its own file, and what came with its framework or lies beside it. */
export type KnownBridge = {
  readonly definition: BridgeDefinition;
  /** Its own overrides laid over those of its framework. */
  readonly overrides: Readonly<Record<string, Override>>;
  /** Key paths of the pinned release, for a bridge whose binary may be absent; null when nobody wrote them down. */
  readonly knownKeys: ReadonlySet<string> | null;
};

/** The command lines of a bridge: its own, or its framework's. Undefined where it has no such command. */
export function bridgeCommands({ framework, commands }: BridgeDefinition): { start: readonly string[]; example?: readonly string[]; version?: readonly string[] } {
  if (framework === 'bridgev2') {
    return {
      // -n: the rendered file is the truth; a bridge that rewrites its own configuration would hide what it runs with.
      start: commands.start ?? ['{{binary}}', '-n', '-c', '{{config_file}}'],
      example: commands.example ?? ['{{binary}}', '-e', '-c', '-'],
      version: commands.version ?? ['{{binary}}', '--version'],
    };
  }
  return {
    start: commands.start ?? ['{{binary}}', '{{config_file}}'],
    ...(commands.example ? { example: commands.example } : {}),
    ...(commands.version ? { version: commands.version } : {}),
  };
}
