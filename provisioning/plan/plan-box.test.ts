import { parse } from 'yaml';
import { ControlPlaneConfig } from '@holdfast/contract';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import type { BoxPlan } from './box-plan.ts';
import { boxBridges, planBox } from './plan-box.ts';
import { boxYaml, knownBridge, pigeonExample, pigeonYaml, planInput } from './test-box.ts';

const withBinary = { examples: new Map([['pigeon', pigeonExample]]), binaries: new Map([['pigeon', '/opt/bin/mautrix-pigeon']]) };
const fileOf = (plan: BoxPlan, name: string) => plan.files.find(({ path }) => path === `/srv/box/config/${name}`)?.content ?? '';
const yamlOf = (plan: BoxPlan, name: string) => parse(fileOf(plan, name)) as Record<string, unknown>;

describe('a plan', () => {
  test('is the same bytes for the same input', () => {
    expect(planBox(planInput(withBinary))).toEqual(planBox(planInput(withBinary)));
    expect(JSON.stringify(planBox(planInput(withBinary)))).toBe(JSON.stringify(planBox(planInput(withBinary))));
  });

  test('writes every file for its owner only', () => {
    expect(planBox(planInput()).files.every(({ mode }) => mode === 0o600)).toBe(true);
  });

  test('starts the control plane before the homeserver and both before the bridges', () => {
    const { processes } = planBox(planInput(withBinary));
    expect([...processes].sort((a, b) => a.order - b.order).map(({ name }) => name)).toEqual(['control-plane', 'homeserver', 'bridge-pigeon']);
  });
});

describe('a bridge nobody has heard of', () => {
  const plan = planBox(planInput(withBinary));

  test('is registered behind the gate, with its own namespace and no one else’s token', () => {
    expect(yamlOf(plan, 'registration-pigeon.yaml')).toMatchObject({
      id: 'pigeon',
      url: 'http://127.0.0.1:8010/from-homeserver/pigeon',
      as_token: '<pigeon-as-token>',
      hs_token: '<pigeon-homeserver-to-gate>',
      rate_limited: false,
      receive_ephemeral: true,
      namespaces: { users: [{ regex: '^@pigeonbot:box\\.test$', exclusive: true }, { regex: '^@pigeon_.+:box\\.test$', exclusive: true }] },
    });
  });

  test('is supervised with the framework’s own command line', () => {
    expect(plan.processes.find(({ name }) => name === 'bridge-pigeon')?.command).toEqual(['/opt/bin/mautrix-pigeon', '-n', '-c', '/srv/box/config/bridge-pigeon.yaml']);
    expect(fileOf(plan, 'supervisord.conf')).toContain('[program:bridge-pigeon]');
  });

  test('is made known to the control plane, with paths of secrets and no secret', () => {
    const config = JSON.parse(fileOf(plan, 'control-plane.json')) as ControlPlaneConfig;
    expect([...Value.Errors(ControlPlaneConfig, config)]).toEqual([]);
    expect(config.bridges[0]).toMatchObject({ id: 'pigeon', url: 'http://127.0.0.1:30001', confirmsDelivery: true, toBridgeTokenFile: '/srv/box/secrets/pigeon-gate-to-bridge' });
    expect(fileOf(plan, 'control-plane.json')).not.toContain('<');
  });

  test('keeps its comments and gets its overrides', () => {
    expect(fileOf(plan, 'bridge-pigeon.yaml')).toContain('# Where do they live?');
    expect(yamlOf(plan, 'bridge-pigeon.yaml')).toEqual({
      network: { loft: 'roof', flock: { size: 7 } },
      bridge: { permissions: { 'box.test': 'user' }, kick_matrix_users: false },
      appservice: { as_token: '<pigeon-as-token>', port: 30001 },
    });
  });

  test('of another framework has no provisioning API and its deliveries are unconfirmed', () => {
    const yaml = pigeonYaml.replace('framework: bridgev2', 'framework: other').replace('login_flows', "commands: { start: ['{{binary}}', --config, '{{config_file}}'] }\nlogin_flows");
    const other = planBox(planInput({ bridges: new Map([['pigeon', knownBridge(yaml, {})]]), binaries: withBinary.binaries }));
    const config = JSON.parse(fileOf(other, 'control-plane.json')) as ControlPlaneConfig;
    expect(config.bridges[0]).toMatchObject({ provisioningSecretFile: null, confirmsDelivery: false, database: null });
    expect(other.processes.at(-1)).toMatchObject({ command: ['/opt/bin/mautrix-pigeon', '--config', '/srv/box/config/bridge-pigeon.yaml'], healthUrl: null });
  });
});

describe('a bridge without a binary', () => {
  test('is rendered from its overrides alone and not supervised, and says what is missing', () => {
    const plan = planBox(planInput());
    expect(yamlOf(plan, 'bridge-pigeon.yaml')).toMatchObject({ network: { flock: { size: 7 } } });
    expect(plan.processes.map(({ name }) => name)).not.toContain('bridge-pigeon');
    expect(plan.bridges[0]?.missing.join()).toContain('holdfast bridges install pigeon');
  });

  test('lacks its settings too', () => {
    const plan = planBox(planInput({ ...withBinary, yaml: boxYaml.replace('settings: { loft: roof }', 'settings: {}') }));
    expect(plan.bridges[0]?.missing).toEqual([expect.stringContaining('bridges.pigeon.settings.loft')]);
    expect(yamlOf(plan, 'bridge-pigeon.yaml')).toMatchObject({ network: { loft: 'somewhere' } });
  });
});

describe('a trial’s messenger', () => {
  const bridges = new Map([['pigeon', knownBridge(pigeonYaml.replace('version:', 'trial_only: true\nversion:'))]]);
  const postgres = boxYaml.replace('trial: true', 'trial: false').replace('{ kind: sqlite }', '{ kind: postgres, connection: hs-db, reader_connection: hs-reader }');

  test('exists on a trial box', () => {
    expect(boxBridges(planInput({ bridges }))).toHaveLength(1);
  });

  test('is neither registered nor configured on any other', () => {
    const input = planInput({ bridges, yaml: postgres });
    const plan = planBox({ ...input, secrets: new Map([...input.secrets, ['hs-db', 'postgresql://x']]) });
    expect(plan.bridges).toEqual([]);
    expect(plan.files.filter(({ path }) => path.includes('pigeon'))).toEqual([]);
    expect(yamlOf(plan, 'homeserver.yaml')['database']).toMatchObject({ name: 'psycopg2', args: { dsn: 'postgresql://x' } });
  });
});
