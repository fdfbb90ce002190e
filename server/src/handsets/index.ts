/**
 * The register of handsets: which SIM and device, who holds it, and an alarm when somebody writes from it. Knows accounts
 * and people; nothing depends on it, and it touches no message.
 */
export { createHandsets, type Handsets } from './handsets.ts';
export { createHandsetAlarms } from './handset-alarms.ts';
export { findHandsetsHeldBy, findHandsetsLastHeldBy, handsetConcerns } from './handset-repository.ts';
