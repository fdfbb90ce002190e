/**
 * What a person can be alerted of, and how grave each is unless the box's settings say otherwise. A kind that is not here
 * is told as a warning in general words. The words are in server/src/alerting/words.ts and on screens.
 */
export const alertKinds = {
  'delivery.stuck': 'warning',
  'delivery.uncertain': 'warning',
  'gate.failed': 'critical',
  'journal.fault': 'critical',
  'job.stuck': 'warning',
  'account-state': 'critical',
  'account-warning': 'warning',
  'account-replaced': 'critical',
  'portal-without-account': 'warning',
  'old-chat-refused': 'info',
  'unknown-login': 'critical',
} as const satisfies Record<string, 'info' | 'warning' | 'critical'>;
export type AlertKind = keyof typeof alertKinds;
