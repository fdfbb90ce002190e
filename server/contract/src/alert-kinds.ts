/**
 * What a person can be alerted of, and how grave each is unless the box's settings say otherwise. A kind that is not here
 * is told as a warning in general words. The words are in server/src/alerting/words.ts and on screens.
 */
export const alertKinds = {
  'delivery.stuck': 'warning',
  'delivery.uncertain': 'warning',
  'gate.failed': 'critical',
  'journal.fault': 'critical',
  'archive.no-policy': 'critical',
  'archive.policy-refused': 'warning',
  'archive.frozen': 'critical',
  'archive.failed': 'critical',
  'archive.unverified': 'critical',
  'archive.witness-away': 'warning',
  'archive.media-missing': 'info',
  'job.stuck': 'warning',
  'account-state': 'critical',
  'account-warning': 'warning',
  'account-replaced': 'critical',
  'portal-without-account': 'warning',
  'old-chat-refused': 'info',
  'unknown-login': 'critical',
  'account-unlinks-soon': 'critical',
  'handset.message': 'warning',
  'handset.message-from-safe': 'critical',
  'handset.message-from-lost': 'critical',
} as const satisfies Record<string, 'info' | 'warning' | 'critical'>;
/** Told of a moment and not of a state: they end when somebody says that it was seen. The others end by themselves. */
export const acknowledgeableAlerts: ReadonlySet<string> = new Set(['archive.media-missing', 'handset.message', 'handset.message-from-safe', 'handset.message-from-lost']);
export type AlertKind = keyof typeof alertKinds;
