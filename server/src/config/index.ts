/** The control plane's configuration: parsed once, frozen, secrets read into values that cannot be printed. */
export { ConfigError, loadConfig, readSecret } from './load.ts';
export { createLog } from './log.ts';
