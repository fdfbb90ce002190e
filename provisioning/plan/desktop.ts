import { fileNames } from './box-layout.ts';
import { loopbackUrl, secretPath, type PlanInput, type PlannedFile, type PlannedProcess } from './box-plan.ts';
import { desktopSecret } from './secret-names.ts';

/** What the host of the employee app is told at start: paths of secrets, never secrets. */
export type DesktopHostConfig = {
  readonly listen: { readonly host: string; readonly port: number };
  /** The box's API, where the app finds everything else. */
  readonly box: string;
  /** Folder with one profile a person. */
  readonly profiles: string;
  readonly people: readonly { readonly name: string; readonly launchKeyFile: string }[];
  readonly renderer: string;
};

/** Only a trial serves the app to browsers: there, whoever has the launch key is the person. */
export const servesDesktop = ({ config, programs }: Pick<PlanInput, 'config' | 'programs'>): boolean =>
  config.trial && config.desktop.in_browser && programs.desktopHost !== null;

/** desktop-host.json */
export function planDesktop({ config, layout, programs }: PlanInput): PlannedFile {
  const host: DesktopHostConfig = {
    listen: { host: '127.0.0.1', port: config.ports.desktop },
    box: loopbackUrl(config.ports.api),
    profiles: `${layout.data}/desktop`,
    people: config.desktop.people.map((name) => ({ name, launchKeyFile: secretPath(layout, desktopSecret(name)) })),
    renderer: `${programs.checkout}/desktop/out/renderer`,
  };
  return { path: `${layout.config}/${fileNames.desktopHost}`, mode: 0o600, content: `${JSON.stringify(host, null, 2)}\n` };
}

export function desktopProcess({ config, layout, programs }: PlanInput): PlannedProcess {
  return {
    name: 'desktop',
    command: [programs.node, programs.desktopHost ?? '', '--config', `${layout.config}/${fileNames.desktopHost}`],
    environment: { NODE_ENV: 'production', NODE_COMPILE_CACHE: `${programs.checkout}/.cache/node` },
    directory: layout.root,
    order: 40,
    healthUrl: `${loopbackUrl(config.ports.desktop)}/health`,
  };
}
