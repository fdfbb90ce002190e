import { BoxConfig } from './plan/box-config.ts';
import type { KnownBridge } from './plan/bridge-definition.ts';
import type { Check } from './doctor/index.ts';
import { allowedValues } from './plan/read-yaml.ts';

type SchemaNode = Record<string, unknown>;
const GENERATED = '<!-- Generated from the source by `npm run reference`; changes made here are lost. -->\n';

/** docs/reference/holdfast-yaml.md: every key of holdfast.yaml. */
export function holdfastYamlReference(): string {
  const rows = describeKeys(BoxConfig as unknown as SchemaNode, '');
  return page('holdfast.yaml', 'The one file that describes a box. `holdfast init` writes it, `holdfast render` turns it into the configuration of every part. A key that is not listed here stops the command with its path.', [
    '| key | may be | without it | meaning |',
    '|---|---|---|---|',
    ...rows.map(({ key, values, fallback, description }) => `| \`${key}\` | ${cell(values)} | ${cell(fallback)} | ${cell(description)} |`),
  ]);
}

/** docs/reference/bridges.md: every bridge delivered with Holdfast, its settings, and what is overridden and why. */
export function bridgesReference(bridges: ReadonlyMap<string, KnownBridge>, framework: KnownBridge['overrides']): string {
  return page('Bridges', 'Each bridge is described by `bridges/<id>/bridge.yaml`. `holdfast render` starts from the example configuration that the binary prints and lays these overrides over it; a path that is no longer in the example stops the rendering.\n\nA messenger that is not listed is added by a folder with a `bridge.yaml` in the box\'s `bridges` directory. The schema of that file is in `provisioning/plan/bridge-definition.ts`.', [
    ...[...bridges.values()].flatMap((known) => describeBridge(known, framework)),
    '## Every bridge on bridgev2\n',
    ...overrideTable(Object.entries(framework)),
  ]);
}

/** docs/reference/doctor.md: every check of `holdfast doctor`. */
export function doctorReference(checks: readonly Check[], groups: readonly string[]): string {
  return page('holdfast doctor', 'Each check is `ok`, `warning`, `failed` or `skipped` (with the reason). The exit code is 1 as soon as one failed. `--json` prints the same for programs. On a trial box some findings are warnings that are failures on a company\'s box.', groups.flatMap((group) => [
    `## ${group}\n`,
    '| check | what it means when it is not ok | how to mend it |',
    '|---|---|---|',
    ...checks.filter((check) => check.group === group).map(({ name, means, mend }) => `| ${cell(name)} | ${cell(means)} | ${cell(mend)} |`),
    '',
  ]));
}

function describeBridge({ definition, overrides }: KnownBridge, framework: KnownBridge['overrides']): string[] {
  const { id, network, version, port, login_flows: flows, settings, binary, trial_only: trialOnly, checksum } = definition;
  const own = Object.entries(overrides).filter(([path, override]) => JSON.stringify(framework[path]) !== JSON.stringify(override));
  const origin = binary.go_package ? `built from \`${binary.go_package}\`` : `release binary \`${binary.name}\`${binary.from ? ` from ${binary.from}` : ''}`;
  return [
    `## ${network} (\`${id}\`)\n`,
    `${trialOnly ? 'Only on a trial box. ' : ''}Release ${version}, ${origin}${checksum ? `, checked against \`${checksum}\`` : ''}. Port ${port}. Login flows: ${flows.join(', ')}.\n`,
    ...(Object.keys(settings).length === 0 ? [] : [
      '| setting | needed | meaning |',
      '|---|---|---|',
      ...Object.entries(settings).map(([name, setting]) => `| \`${name}\` | ${setting.required ? 'yes' : `no (${String(setting.default)})`} | ${cell(setting.description)}${setting.secret ? '; given as `{secret: <name>}`' : ''} |`),
      '',
    ]),
    ...overrideTable(own),
  ];
}

function overrideTable(overrides: [string, KnownBridge['overrides'][string]][]): string[] {
  return ['| path | value | why |', '|---|---|---|', ...overrides.map(([path, { value, why }]) => `| \`${path}\` | \`${cell(JSON.stringify(value))}\` | ${cell(why)} |`), ''];
}

type KeyRow = { key: string; values: string; fallback: string; description: string };

function describeKeys(node: SchemaNode, path: string): KeyRow[] {
  const required = new Set((node['required'] as string[] | undefined) ?? []);
  const properties = Object.entries((node['properties'] as Record<string, SchemaNode> | undefined) ?? {});
  return properties.flatMap(([name, child]) => describeKey(child, path === '' ? name : `${path}.${name}`, required.has(name)));
}

function describeKey(node: SchemaNode, key: string, isRequired: boolean): KeyRow[] {
  const [free] = Object.values((node['patternProperties'] as Record<string, SchemaNode> | undefined) ?? {});
  const items = node['items'] as SchemaNode | undefined;
  const description = typeof node['description'] === 'string' ? node['description'] : '';
  const own = { key, values: describeShape(node, free), fallback: fallbackOf(node, isRequired), description };
  if (free) return [own, ...(free['properties'] ? describeKeys(free, `${key}.<id>`) : [])];
  if (items) return [own, ...describeKeys(items, `${key}[]`)];
  return [own, ...describeKeys(node, key)];
}

function describeShape(node: SchemaNode, free: SchemaNode | undefined): string {
  if (free) return 'a map by name';
  if (node['type'] === 'array') return 'a list';
  return node['type'] === 'object' ? 'a map' : allowedValues(node);
}

function fallbackOf(node: SchemaNode, isRequired: boolean): string {
  const fallback = node['default'];
  if (fallback === undefined) return isRequired ? 'refused' : 'none';
  return typeof fallback === 'object' ? '' : `\`${JSON.stringify(fallback)}\``;
}

const page = (title: string, introduction: string, lines: readonly string[]) => `${GENERATED}\n# ${title}\n\n${introduction}\n\n${lines.join('\n').trimEnd()}\n`;
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
