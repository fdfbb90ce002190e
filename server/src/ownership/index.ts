/**
 * Who answers a portal: owner, cover, routing of new conversations, the unassigned queue, and the handover that moves
 * rooms from one owner to others. Knows the directory; must not know the gate (what a cut does to waiting messages, and
 * how a greeting is sent, are ports) nor anything downstream of it.
 */
export { ownerOf, whoAnswers, ownersOverTime, isRouted, type OwnershipPeriod, type OwnershipVia } from './who-answers.ts';
export { setOwner, type OwnerChange } from './set-owner.ts';
