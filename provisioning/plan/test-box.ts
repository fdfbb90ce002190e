import { boxSecrets } from './secret-names.ts';
import { layOutBox } from './box-layout.ts';
import type { PlanInput } from './box-plan.ts';
import type { KnownBridge, Override } from './bridge-definition.ts';
import { BridgeDefinition } from './bridge-definition.ts';
import { loadBoxConfig } from './load-box-config.ts';
import { readYaml } from './read-yaml.ts';
import { secretsToMake } from './secret-names.ts';

/** A made-up messenger for tests of the plan: nothing in the code knows its name. */
export const pigeonYaml = `
id: pigeon
network: Carrier Pigeon
framework: bridgev2
version: v1.2.3
binary: { name: mautrix-pigeon }
port: 29999
bot: pigeonbot
ghosts: pigeon_{{.}}
login_flows: [ring]
settings:
  loft: { description: Where the birds live, required: true }
  whistle: { description: The secret whistle, secret: true }
overrides:
  network.loft: { value: '{{setting:loft}}', why: The example has none. }
  network.flock.size: { value: 7, why: More birds than that fight. }
`;

export const pigeonExample = `# The bird bridge
network:
    # Where do they live?
    loft: somewhere
    flock:
        size: 2
bridge:
    permissions:
        "*": relay
        "example.com": user
    kick_matrix_users: true
appservice:
    as_token: "This value is generated"
    port: 1
`;

export const frameworkOverrides: Record<string, Override> = {
  'bridge.permissions': { value: { '{{server_name}}': 'user' }, why: 'Nobody else logs in.' },
  'bridge.kick_matrix_users': { value: false, why: 'Employees stay.' },
  'appservice.as_token': { value: '{{as_token}}', why: 'Ours, not theirs.' },
  'appservice.port': { value: '{{port}}', why: 'From holdfast.yaml.' },
};

export function knownBridge(yaml: string, overrides: Record<string, Override> = frameworkOverrides, knownKeys: readonly string[] | null = null): KnownBridge {
  const { value: definition } = readYaml('bridge.yaml', yaml, BridgeDefinition);
  return { definition, overrides: { ...overrides, ...definition.overrides }, knownKeys: knownKeys === null ? null : new Set(knownKeys) };
}

export const boxYaml = `
server_name: box.test
trial: true
homeserver: { database: { kind: sqlite } }
bridges:
  pigeon: { port: 30001, settings: { loft: roof } }
teams: [{ slug: sales, name: Sales }]
accounts: [{ slug: main, bridge: pigeon, label: Main number, team: sales, number: '+48500100200' }]
`;

type Changes = { yaml?: string; bridges?: ReadonlyMap<string, KnownBridge>; examples?: ReadonlyMap<string, string>; binaries?: ReadonlyMap<string, string>; desktopHost?: string | null };

/** The input of a plan as a test needs it: secrets that name themselves, programs at invented places. */
export function planInput({ yaml = boxYaml, bridges = new Map([['pigeon', knownBridge(pigeonYaml)]]), examples = new Map(), binaries = new Map(), desktopHost = null }: Changes = {}): PlanInput {
  const config = loadBoxConfig(yaml, bridges);
  const names = [...secretsToMake(config).keys(), ...Object.values(boxSecrets)];
  return {
    config,
    layout: layOutBox('/srv/box', config),
    programs: { checkout: '/opt/holdfast', node: '/opt/node', python: '/opt/venv/bin/python', bridges: binaries, desktopHost },
    knownBridges: bridges,
    secrets: new Map(names.map((name) => [name, `<${name}>`])),
    examples,
  };
}
