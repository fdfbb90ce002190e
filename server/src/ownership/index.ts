/**
 * Who answers a portal: owner, cover, routing of new conversations, the unassigned queue, and the handover that moves
 * rooms from one owner to others. Knows the directory; must not know the gate (what a cut does to waiting messages, and
 * how a greeting is sent, are ports) nor anything downstream of it.
 */
export { createOwnership, type Ownership, type OwnershipDeps } from './ownership.ts';
export { ownerOf, whoAnswers, ownersOverTime, isRouted, type OwnershipPeriod, type OwnershipVia } from './who-answers.ts';
export { setOwner, type OwnerChange } from './set-owner.ts';
export { findRoom, type RoomFacts } from './directory-facts.ts';
export { isWithinReach } from './reach.ts';
export { handoverConcerns } from './handover-repository.ts';
export type { BridgesShown, Conversations, Leaving, ServiceMessages, WaitingMessages } from './ports.ts';
export { findWish, saveWish } from './client-wish.ts';
export type { ClientsExport } from './client-export.ts';
export type { ClientFinder } from './client-search.ts';
export type { RoutingRuleList } from './routing-rules.ts';
export type { Greetings } from './greetings.ts';
export type { RoomFinder } from './room-search.ts';
export type { ConversationStarts } from './conversations.ts';
export type { Covers } from './covers.ts';
export type { Handovers } from './handovers.ts';
export { findOpenCoversOf } from './cover-repository.ts';
export type { LeaveDrafts } from './leave-drafts.ts';
export type { Inbox } from './inbox.ts';
export type { Queue } from './queue.ts';
export type { Rooms } from './room-view.ts';
export type { Routing } from './routing.ts';
