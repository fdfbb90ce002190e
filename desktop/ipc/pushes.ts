import { Type, type Static } from 'typebox';
import { EventId, RoomId } from '@holdfast/contract';
import { Connection, IndexProgress } from './sync.ts';
import { SessionView } from './session.ts';
import { TimelineItem } from './timeline.ts';
import { Settings } from './settings.ts';

const strict = { additionalProperties: false } as const;

/** News from main to the screen, sent after commit. Ids and small states; the screen asks for what it shows of the rest. */
export const Push = Type.Union([
  Type.Object({ push: Type.Literal('session.changed'), session: SessionView }, strict),
  Type.Object({ push: Type.Literal('settings.changed'), settings: Settings }, strict),
  Type.Object({ push: Type.Literal('connection.changed'), connection: Connection }, strict),
  /** Absent ids: read the whole list again. */
  Type.Object({ push: Type.Literal('conversations.changed'), roomIds: Type.Optional(Type.Array(RoomId)) }, strict),
  /**
   * `keys` are the messages that changed or are new; absent: read the page again. `appended`: they are the newest. `items`
   * come along when they are few; a key without one is gone.
   */
  Type.Object({ push: Type.Literal('timeline.changed'), roomId: RoomId, keys: Type.Optional(Type.Array(Type.String())), appended: Type.Boolean(), items: Type.Optional(Type.Array(TimelineItem)) }, strict),
  Type.Object({ push: Type.Literal('send.progress'), roomId: RoomId, localId: Type.String(), progress: Type.Number() }, strict),
  /** A file of a message on its way from the box; `share` is null when nobody said how large it is. */
  Type.Object({ push: Type.Literal('download.progress'), source: Type.String(), share: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]) }, strict),
  Type.Object({ push: Type.Literal('queue.changed') }, strict),
  Type.Object({ push: Type.Literal('client.changed'), clientId: Type.String() }, strict),
  Type.Object({ push: Type.Literal('templates.changed') }, strict),
  Type.Object({ push: Type.Literal('colleagues.changed') }, strict),
  Type.Object({ push: Type.Literal('index.progress'), progress: IndexProgress }, strict),
  /** A notification for a host without native ones; the page draws it. */
  Type.Object({ push: Type.Literal('notification'), roomId: RoomId, eventId: EventId, title: Type.String(), body: Type.String(), silent: Type.Boolean() }, strict),
  /** Somebody clicked a notification, a deep link or a menu item. */
  Type.Object({ push: Type.Literal('open'), target: Type.Union([
    Type.Object({ kind: Type.Literal('conversation'), roomId: RoomId, eventId: Type.Optional(EventId) }, strict),
    Type.Object({ kind: Type.Literal('invitation'), link: Type.String() }, strict),
    Type.Object({ kind: Type.Literal('settings') }, strict),
    Type.Object({ kind: Type.Literal('search') }, strict),
  ]) }, strict),
]);
export type Push = Static<typeof Push>;
