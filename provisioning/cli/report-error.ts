import { OperatorError } from '../apply/operator-error.ts';
import { MissingSecret } from '../plan/box-plan.ts';
import { OverrideHasNoKey } from '../plan/bridge-config.ts';
import { ConfigError } from '../plan/config-error.ts';
import { BoxApiError } from './box-api.ts';

/** Tells a person what to put right, in words; a bug keeps its stack. Returns the exit code. */
export function reportError(error: unknown): number {
  if (error instanceof OperatorError || error instanceof ConfigError || error instanceof OverrideHasNoKey || error instanceof MissingSecret || error instanceof BoxApiError) {
    process.stderr.write(`holdfast: ${error.message}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
  process.stderr.write(`holdfast: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 70;
}
