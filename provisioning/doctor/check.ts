import type { Box } from '../apply/open-box.ts';
import type { BoxPlan } from '../plan/box-plan.ts';

/** The groups of checks, in the order in which they are shown. */
export const checkGroups = ['versions', 'ports', 'disk', 'memory', 'clock', 'secrets', 'homeserver', 'bridges', 'gate', 'desktop'] as const;
export type CheckGroup = (typeof checkGroups)[number];

/** `skipped` always says why; only `failed` makes the exit code 1. */
export type Verdict = { readonly state: 'ok' | 'warning' | 'failed' | 'skipped'; readonly detail: string };

/** What checks may look at. Each looks at once and changes nothing. */
export type CheckContext = { readonly box: Box; readonly plan: BoxPlan };

/** One named check. Its two texts are the reference (docs/reference/doctor.md is generated from them). */
export type Check = {
  readonly name: string;
  readonly group: CheckGroup;
  /** What it means when the check is not ok. */
  readonly means: string;
  /** How to mend it. */
  readonly mend: string;
  run(context: CheckContext): Promise<Verdict>;
};

export type CheckResult = Verdict & Pick<Check, 'name' | 'group' | 'means' | 'mend'>;

export const ok = (detail: string): Verdict => ({ state: 'ok', detail });
export const warning = (detail: string): Verdict => ({ state: 'warning', detail });
export const failed = (detail: string): Verdict => ({ state: 'failed', detail });
export const skipped = (detail: string): Verdict => ({ state: 'skipped', detail });

/** A company's box must have it, a trial only hears about it. */
export const failedUnlessTrial = ({ box }: CheckContext, detail: string): Verdict => (box.config.trial ? warning(`${detail} (a trial may)`) : failed(detail));
