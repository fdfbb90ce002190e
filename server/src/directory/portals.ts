import type { Portal, PortalList, PortalQuery, RoomId, Scope } from '@holdfast/contract';
import type { Db } from '../db/index.ts';
import { AppError, type PersonActor } from '../kernel/index.ts';
import { defaultLimit, readMark, toPage } from './page.ts';
import { findPortal, listPortals, type PortalRecord } from './portal-repository.ts';
import type { Answering } from './ports.ts';
import { visibleRooms } from './visible-rooms.ts';

export type Portals = ReturnType<typeof createPortals>;
/** Conversations as people may see them: who and when, never what. */
export function createPortals({ db, answering }: { db: Db; answering: Pick<Answering, 'ownerOf' | 'roomsAnsweredBy'> }) {
  function present(portal: PortalRecord): Portal {
    const { loginId: _login, remoteId: _remote, otherUserId: _other, ...view } = portal;
    return { ...view, ownerUserId: answering.ownerOf(db, portal.roomId) };
  }

  return {
    list(actor: PersonActor, scope: Scope, { limit = defaultLimit, after, ...filter }: PortalQuery): PortalList {
      const found = listPortals(db, { ...filter, visible: visibleRooms(db, answering, actor, scope), before: readMark(after), limit: limit + 1 });
      const { rows, next } = toPage(found, limit, ({ lastEventAt, roomId }) => ({ at: lastEventAt, id: roomId }));
      return { portals: rows.map(present), next };
    },

    get(actor: PersonActor, scope: Scope, roomId: RoomId): Portal {
      const portal = findPortal(db, roomId);
      const visible = visibleRooms(db, answering, actor, scope);
      if (!portal || (visible && !visible.includes(roomId))) throw new AppError('ROOM_NOT_PORTAL', 'no conversation of this id within reach');
      return present(portal);
    },
  };
}
