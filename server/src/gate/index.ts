/**
 * Decided, delegated, delivered: the only way to a bridge. Reads who answers and what is connected from the directory
 * and ownership; nothing downstream of it is known here.
 */
export { answerJob, answerPayload, createAnswerer } from './answers.ts';
export { decide, type Decision, type Facts, type Reach } from './decide.ts';
export { listRefusals, type RecordedDecision } from './decision-repository.ts';
export { createGate, type Gate } from './gate.ts';
export type { BridgePort, GateAlerts, GateBridge, GateDirectory, GatePortal, Handed, SavedMessages } from './ports.ts';
export type { ServicePurpose, ServiceSends } from './service-sends.ts';
export { createTestMessages, type TestMessages } from './test-messages.ts';
export type { Checkpoint } from './settling.ts';
