/** bridgev2 bridges as the control plane meets them: their provisioning API and what they report. Knows no feature. */
export {
  BridgeRefusal,
  createProvisioning,
  LoginStep,
  type BridgeContact,
  type BridgeLogin,
  type BridgeLoginFlow,
  type LoginProcess,
  type Provisioning,
} from './provisioning.ts';
export { parseBridgeState, parseCheckpoints, type PostedBridgeState, type PostedCheckpoint } from './reports.ts';
export { createPhoneContacts } from './phone-contacts.ts';
export { createSavedMessages } from './saved-messages.ts';
export { createSeenMessages, type SeenMessages } from './seen-messages.ts';
export { createBridgeTransactions, type BridgeAddress, type BridgeTransactions } from './transactions.ts';
