/**
 * @holdfast/provisioning: what must exist before anything flows. `plan/` turns the description of a box into files and
 * processes and touches nothing; `apply/` is the only code that reads and writes disk, network and processes. Tests and
 * the command line use the same functions. It must not know what the control plane does, only how it is configured.
 */
export { planBox, boxBridges } from './plan/plan-box.ts';
export type { BoxPlan, PlanInput, PlannedBridge, PlannedFile, PlannedProcess, Programs } from './plan/box-plan.ts';
export type { BoxConfig } from './plan/box-config.ts';
export { archiveDirectory, archivePolicyFile, fileNames, type BoxLayout } from './plan/box-layout.ts';
export { boxSecrets, bridgeSecrets } from './plan/secret-names.ts';
export { homeserverSqlite } from './plan/homeserver.ts';
export { ConfigError } from './plan/config-error.ts';
export { OperatorError } from './apply/operator-error.ts';
export { checkoutRoot } from './apply/checkout.ts';
export { createBox, type CreateBoxOptions, type CreatedBox } from './apply/create-box.ts';
export { openBox, type Box } from './apply/open-box.ts';
export { compareBox, readPlanInput, renderBox, type FileChange } from './apply/render-box.ts';
export { readSecrets } from './apply/secret-files.ts';
export { findFreePorts } from './apply/free-ports.ts';
export { prepareToolchain } from './apply/toolchain.ts';
