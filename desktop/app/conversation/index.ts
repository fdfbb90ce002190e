/**
 * One conversation: its messages both ways, what is known of each one's way to the client, and what can be done with it. It
 * reads the store through BoxApi and asks the homeserver only through LiveRoom; it knows neither list nor client pane.
 */
export { default as ConversationPane } from './ConversationPane.vue';
export { conversationMessages } from './messages/index.ts';
export { liveRoomKey, type LiveRoom } from './live-room.ts';
export { useRoomsStore } from './rooms.store.ts';
export { useTimelinesStore } from './timelines.store.ts';
