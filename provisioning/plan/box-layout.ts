import { isAbsolute, join } from 'node:path';
import type { BoxConfig } from './box-config.ts';

/** Where everything of one box lies, as absolute paths. */
export type BoxLayout = { readonly root: string } & { readonly [Name in keyof BoxConfig['paths']]: string };

export const BOX_FILE = 'holdfast.yaml';

export function layOutBox(root: string, { paths }: Pick<BoxConfig, 'paths'>): BoxLayout {
  const place = (path: string) => (isAbsolute(path) ? path : join(root, path));
  return {
    root,
    secrets: place(paths.secrets),
    config: place(paths.config),
    data: place(paths.data),
    log: place(paths.log),
    run: place(paths.run),
    bin: place(paths.bin),
    bridges: place(paths.bridges),
  };
}

/** What the box seals goes here; nothing in it opens on this machine. */
export const archiveDirectory = ({ data }: Pick<BoxLayout, 'data'>): string => join(data, 'archive');
/** Where `holdfast archive policy` puts what the key holders have signed. */
export const archivePolicyFile = ({ data }: Pick<BoxLayout, 'data'>): string => join(data, 'archive-policy.txt');

/** Names of the rendered files, used by whoever writes and whoever refers to them. */
export const fileNames = {
  homeserver: 'homeserver.yaml',
  homeserverLog: 'homeserver-log.yaml',
  controlPlane: 'control-plane.json',
  desktopHost: 'desktop-host.json',
  supervisor: 'supervisord.conf',
  registration: (id: string) => `registration-${id}.yaml`,
  bridge: (id: string) => `bridge-${id}.yaml`,
} as const;
