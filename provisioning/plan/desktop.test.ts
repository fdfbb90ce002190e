import { describe, expect, test } from 'vitest';
import type { DesktopHostConfig } from './desktop.ts';
import { planBox } from './plan-box.ts';
import { secretsToMake } from './secret-names.ts';
import { boxYaml, planInput } from './test-box.ts';

const desktopHost = '/opt/holdfast/desktop/host/main.ts';
const company = boxYaml.replace('trial: true', 'trial: false').replace('{ kind: sqlite }', '{ kind: postgres, connection: hs-db, reader_connection: hs-reader }');
const partsOf = (yaml: string, host: string | null = desktopHost) => {
  const input = planInput({ yaml, desktopHost: host });
  return planBox({ ...input, secrets: new Map([...input.secrets, ['hs-db', 'postgresql://x']]) }).processes.map(({ name }) => name);
};

describe('the employee app in a browser', () => {
  test('is the last part of a trial box, with a launch key a person', () => {
    const input = planInput({ desktopHost });
    const plan = planBox(input);
    expect(plan.processes.at(-1)).toMatchObject({
      name: 'desktop', order: 40, healthUrl: 'http://127.0.0.1:8012/health', command: ['/opt/node', desktopHost, '--config', '/srv/box/config/desktop-host.json'],
    });
    const { content = '', mode } = plan.files.find(({ path }) => path === '/srv/box/config/desktop-host.json') ?? {};
    expect(JSON.parse(content) as DesktopHostConfig).toEqual({
      listen: { host: '127.0.0.1', port: 8012 },
      box: 'http://127.0.0.1:8011',
      profiles: '/srv/box/data/desktop',
      people: ['anna', 'boris', 'olena', 'new-1', 'new-2'].map((name) => ({ name, launchKeyFile: `/srv/box/secrets/desktop-${name}` })),
      renderer: '/opt/holdfast/desktop/out/renderer',
    });
    expect(content).not.toContain('<');
    expect(mode).toBe(0o600);
    expect([...secretsToMake(input.config).keys()].filter((name) => name.startsWith('desktop-'))).toEqual(['desktop-anna', 'desktop-boris', 'desktop-olena', 'desktop-new-1', 'desktop-new-2']);
  });

  test('serves whom holdfast.yaml names', () => {
    const { config } = planInput({ yaml: `${boxYaml}\ndesktop: { people: [jan.k] }\nports: { desktop: 4711 }`, desktopHost });
    expect([config.desktop, config.ports.desktop]).toEqual([{ in_browser: true, people: ['jan.k'] }, 4711]);
    expect([...secretsToMake(config).keys()]).toContain('desktop-jan.k');
  });

  test.each([
    ['on a company’s box', company, desktopHost],
    ['on a trial that switched it off', `${boxYaml}\ndesktop: { in_browser: false }`, desktopHost],
    ['from a checkout without its host', boxYaml, null],
  ])('is not there %s', (_where, yaml, host) => {
    expect(partsOf(yaml, host)).not.toContain('desktop');
    if (host !== null) expect([...secretsToMake(planInput({ yaml }).config).keys()].join()).not.toContain('desktop');
  });
});

test('how long an app may do without the box, and where it is found, reach the control plane', () => {
  const configOf = (yaml: string) => JSON.parse(planBox(planInput({ yaml })).files.find(({ path }) => path.endsWith('/control-plane.json'))?.content ?? '') as Record<string, unknown>;
  expect(configOf(boxYaml)).toMatchObject({ offlineHours: 24, publicAddress: null });
  expect(configOf(`${boxYaml}\noffline_hours: 0\npublic_address: https://messages.example.com`)).toMatchObject({ offlineHours: 0, publicAddress: 'https://messages.example.com' });
  expect(() => planInput({ yaml: `${boxYaml}\npublic_address: http://messages.example.com` })).toThrow(/public_address: must match pattern/);
  expect(() => planInput({ yaml: `${boxYaml}\noffline_hours: 721` })).toThrow(/offline_hours/);
});
