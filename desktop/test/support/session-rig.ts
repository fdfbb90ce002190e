import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionView } from '../../ipc/index.ts';
import { createKeyFileVault } from '../../host/key-file-vault.ts';
import { createConnection } from '../../main/box/connection.ts';
import type { Fetch, Host } from '../../main/ports.ts';
import { createSessionKeeper, type SessionKeeper } from '../../main/session/session-keeper.ts';
import { createDeviceSettings } from '../../main/settings/device-settings.ts';
import { openWorkplace, type Workplace } from '../../main/workplace.ts';
import { fakePassword } from '../fakes/fake-box-answers.ts';
import { startFakeBox } from '../fakes/fake-box-server.ts';
import { createQuietLog, createTurnedClock } from './quiet-log.ts';

export type SessionRig = Awaited<ReturnType<typeof openSessionRig>>;

/** Somebody’s computer with a real store and a box to sign in at; the program can be ended and started again. */
export async function openSessionRig() {
  const parent = mkdtempSync(join(tmpdir(), 'holdfast-session-'));
  const directory = join(parent, 'profile');
  const clock = createTurnedClock();
  const box = await startFakeBox({ now: clock.now });
  const vault = createKeyFileVault(join(parent, 'vault.key'));
  let answering: Fetch = fetch;
  const host: Host = {
    fetch: (input, init) => answering(input, init),
    vault,
    notifier: { show: () => undefined, dismiss: () => undefined, setBadge: () => undefined },
    shell: { openExternal: async () => undefined, chooseSavePath: async () => undefined, applySettings: () => undefined, onWake: () => () => undefined },
    clock,
    abilities: { kind: 'browser', nativeNotifications: false, contentProtection: false, spellcheckLanguages: [], saveDialog: false, platform: 'browser', version: '0.1.0' },
  };
  const views: SessionView[] = [];

  function makeKeeper(): SessionKeeper {
    const log = createQuietLog();
    const keeper: SessionKeeper = createSessionKeeper({
      directory, host, log,
      device: createDeviceSettings(directory, vault),
      tell: (view) => views.push(view),
      async begin(opened) {
        rig.workplace = await openWorkplace({
          directory, host, log, connection: createConnection({ clock, tell: () => undefined }), tell: () => undefined, onChanges: () => undefined,
          onContact: () => void keeper.contact(), onUnwelcome: (code) => void keeper.unwelcome(code),
        }, opened);
        await rig.whileOpening?.();
      },
      async finish() {
        const closing = rig.workplace;
        rig.workplace = undefined;
        await closing?.close();
      },
    });
    return keeper;
  }

  const rig = {
    box, clock, directory, views,
    workplace: undefined as Workplace | undefined,
    /** Runs when the store is open and nobody was told yet. */
    whileOpening: undefined as (() => Promise<void>) | undefined,
    keeper: undefined as unknown as SessionKeeper,
    /** The network as the host sees it. */
    answerWith: (other: Fetch): void => void (answering = other),
    signIn: (password: string = fakePassword): Promise<SessionView> => rig.keeper.signIn({ address: box.url, name: 'anna', password }),
    /** Ended and started again. */
    async restart(): Promise<SessionView> {
      await rig.keeper.stop();
      return rig.begin();
    },
    /** Started after it was ended. */
    async begin(): Promise<SessionView> {
      rig.keeper = makeKeeper();
      await rig.keeper.restore();
      return rig.keeper.view();
    },
    /** What lies in the profile folder besides the device’s own look. */
    files: (): string[] => (existsSync(directory) ? readdirSync(directory).filter((name) => name !== 'device.sealed') : []),
    async close(): Promise<void> {
      await rig.keeper.stop();
      await box.close();
      rmSync(parent, { recursive: true, force: true });
    },
  };
  rig.keeper = makeKeeper();
  await rig.keeper.restore();
  return rig;
}
