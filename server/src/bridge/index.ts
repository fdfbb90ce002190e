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
