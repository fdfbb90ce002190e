import { shallowRef, type ShallowRef } from 'vue';
import type { RoomId, UserId } from '@holdfast/contract';
import type { Engine } from './engine.ts';
import type { MatrixSession, StartMatrix } from './matrix-session.ts';
import { BoxApiError } from '../../ipc/errors.ts';

const typingFades = 30_000;

/**
 * What the screen holds from the first moment; the library behind it is loaded when the browser has painted and has time. Acts
 * that came before are done then.
 */
export const startMatrix: StartMatrix = ({ api, userId }): MatrixSession => {
  const typists = new Map<RoomId, { people: ShallowRef<readonly UserId[]>; fade: ReturnType<typeof setTimeout> | undefined }>();
  let engine: Engine | undefined;
  let isStopped = false;
  let openRoom: RoomId | null = null;

  function typistsOf(roomId: RoomId) {
    let found = typists.get(roomId);
    if (!found) typists.set(roomId, (found = { people: shallowRef([]), fade: undefined }));
    return found;
  }
  function onTyping(named: ReadonlyMap<RoomId, UserId[]>): void {
    for (const [roomId, people] of named) {
      const found = typistsOf(roomId);
      clearTimeout(found.fade);
      found.people.value = people;
      if (people.length > 0) found.fade = setTimeout(() => (found.people.value = []), typingFades); // the line may break before 'stopped'
    }
  }

  const loaded = afterPaint()
    .then(() => import('./engine.ts'))
    .then(({ startEngine }) => {
      if (isStopped) return undefined;
      engine = startEngine({ api, userId, base: new URL('.', document.baseURI).href, onTyping });
      engine.opened(openRoom);
      return engine;
    });

  return {
    typists: (roomId) => typistsOf(roomId).people,
    typing: (roomId, on) => engine?.typing(roomId, on),
    markRead: (roomId, eventId) => void loaded.then((ready) => ready?.markRead(roomId, eventId)),
    async fillGap(roomId, gapId) {
      const ready = await loaded;
      if (!ready || isStopped) throw new BoxApiError('NOT_SIGNED_IN', 'the session ended');
      await ready.fillGap(roomId, gapId);
    },
    opened(roomId) {
      openRoom = roomId;
      engine?.opened(roomId);
    },
    wake: () => engine?.wake(),
    stop() {
      isStopped = true;
      engine?.stop();
    },
  };
};

/** Two frames: the first is being drawn when this is asked, the second begins when it is on the screen. */
const afterPaint = (): Promise<void> => new Promise((resolve) => {
  if (document.visibilityState !== 'visible') return void setTimeout(resolve, 0); // a hidden page draws no frames
  requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
});
