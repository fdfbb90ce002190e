import { stringify } from 'yaml';
import type { BoxConfig } from './box-config.ts';

export type NewBox = {
  readonly trial: boolean;
  readonly serverName: string;
  readonly ports: Omit<BoxConfig['ports'], 'desktop'> & { readonly desktop?: number };
  /** A trial box that does not serve the employee app to browsers. */
  readonly withoutDesktop?: boolean;
  readonly bridges: Readonly<Record<string, { enabled?: boolean; port: number; settings?: Record<string, string | number | boolean> }>>;
  readonly teams?: BoxConfig['teams'];
  readonly accounts?: BoxConfig['accounts'];
};

/** The text of a new holdfast.yaml: only what differs from the defaults, so that it stays short enough to read. */
export function newBoxYaml({ trial, serverName, ports, withoutDesktop = false, bridges, teams = [], accounts = [] }: NewBox): string {
  const sections = [
    ['server_name', serverName],
    ['trial', trial],
    ['homeserver', { database: trial ? { kind: 'sqlite' } : { kind: 'postgres', connection: 'homeserver-database', reader_connection: 'homeserver-database-reader' } }],
    ['ports', ports],
    ...(withoutDesktop ? [['desktop', { in_browser: false }] as const] : []),
    ['bridges', bridges],
    ['teams', teams],
    ['accounts', accounts],
  ] as const;
  const body = sections.map(([key, value]) => `${notes[key]}${stringify({ [key]: value }, { lineWidth: 0 })}`).join('\n');
  return `# This file describes the box. Every key: docs/reference/holdfast-yaml.md. No secret is ever written here;\n# secrets are files in the directory \`secrets\`. After a change: \`holdfast render --diff\`, then \`holdfast up\`.\n\n${body}`;
}

const notes = {
  server_name: '# The part of every Matrix id after the colon. Never changes.\n',
  trial: '# A trial may use SQLite and the loopback messenger; a company\'s box may not.\n',
  homeserver: '',
  ports: '# All on 127.0.0.1.\n',
  desktop: '',
  bridges: '# Messengers, by the name of the folder that holds their bridge.yaml.\n',
  teams: '',
  accounts: '# Company accounts: slug, bridge, label and, if wanted, team and number.\n',
} as const;
