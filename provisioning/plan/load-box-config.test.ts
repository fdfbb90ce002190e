import { describe, expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { loadBoxConfig } from './load-box-config.ts';
import { boxYaml, knownBridge, pigeonYaml } from './test-box.ts';

const bridges = new Map([['pigeon', knownBridge(pigeonYaml)]]);
const load = (text: string) => loadBoxConfig(text, bridges);

function problemsOf(text: string): string[] {
  try {
    load(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('holdfast.yaml', () => {
  test('fills in every default', () => {
    expect(load(boxYaml)).toMatchObject({ ports: { homeserver: 8008 }, language: 'en', live_history_months: 24, bridges: { pigeon: { enabled: true, port: 30001 } } });
  });

  test('a bridge with nothing after its name has its defaults', () => {
    expect(load(boxYaml.replace('pigeon: { port: 30001, settings: { loft: roof } }', 'pigeon:')).bridges['pigeon']).toEqual({ enabled: true, settings: {} });
  });

  test.each([
    ['an unknown key at the top', 'colour: red', /holdfast\.yaml:\d+: colour: is not a known key; allowed here: server_name, trial,/],
    ['an unknown key further down', 'ports: { gatee: 1 }', /ports\.gatee: is not a known key; allowed here: homeserver, gate, api, desktop$/],
    ['a value that is not on the list', 'language: de', /language: must be one of en, ru, uk, pl$/],
    ['a number out of range', 'live_history_months: 0', /live_history_months: must be >= 1; it is a whole number from 1 to 120$/],
    ['a value of another type', 'small_firm: maybe', /small_firm: must be boolean; it is a boolean$/],
    ['what is no YAML', 'teams: [', /holdfast\.yaml:\d+: not valid YAML: /],
  ])('%s stops with its place and what is allowed', (_what, line, message) => {
    expect(problemsOf(`${boxYaml.replace(/^teams.*\n/m, '')}\n${line}\n`).join('\n')).toMatch(message);
  });

  test('the line is that of the wrong key', () => {
    expect(problemsOf('server_name: box.test\ntrial: true\n\nports:\n  gate: 70000\nhomeserver: {database: {kind: sqlite}}\n')[0]).toMatch(/^holdfast\.yaml:5: ports\.gate: /);
  });

  test('a missing key is named', () => {
    expect(problemsOf('trial: true\n').join()).toMatch(/server_name: is missing/);
  });

  test.each([
    ['SQLite on a box that is no trial', boxYaml.replace('trial: true', 'trial: false'), /homeserver\.database\.kind: sqlite is for `trial: true` only; allowed here: postgres/],
    ['PostgreSQL without a connection', boxYaml.replace('kind: sqlite', 'kind: postgres'), /homeserver\.database\.connection: is missing/],
    ['a bridge nobody described', boxYaml.replace('pigeon: {', 'owl: {'), /bridges\.owl: there is no owl\/bridge\.yaml; known bridges: pigeon/],
    ['a setting the bridge does not have', boxYaml.replace('loft: roof', 'loft: roof, cage: 1'), /settings\.cage: is not a setting of pigeon; allowed here: loft, whistle/],
    ['a secret in the file', boxYaml.replace('loft: roof', 'loft: roof, whistle: tweet'), /settings\.whistle: is a secret: write it to a file/],
    ['an account on a bridge the box lacks', boxYaml.replace('bridge: pigeon', 'bridge: owl'), /accounts\.0\.bridge: is not a bridge of this box; allowed here: pigeon/],
    ['an account of a team that is not there', boxYaml.replace('team: sales', 'team: support'), /accounts\.0\.team: is not a team of this box; allowed here: sales/],
    ['two accounts with one number', boxYaml.replace('accounts: [', "accounts: [{ slug: other, bridge: pigeon, label: Other, number: '+48500100200' }, "), /accounts\.1\.number: is the number of another account too/],
    ['one port twice', `${boxYaml}ports: { gate: 30001 }`, /bridges\.pigeon\.port: is used by another part of this box too/],
    ['a number that is none', boxYaml.replace('+48500100200', '500 100 200'), /accounts\.0\.number: .*matches/],
  ])('%s is refused', (_what, text, message) => {
    expect(problemsOf(text).join('\n')).toMatch(message);
  });

  test('all problems are told at once', () => {
    expect(problemsOf(`${boxYaml}colour: red\nsize: 7\n`)).toHaveLength(2);
  });
});
