import type { Home } from '@holdfast/contract';

/** Whether nothing of all this needs anybody now. */
export const isCalm = ({ waiting, unassigned, accounts, notSent, uncertain, needsConfirmation, handovers, alerts }: Home): boolean =>
  waiting.count + unassigned.count + accounts.troubles.length + notSent.count + uncertain + needsConfirmation + handovers.length + alerts.count === 0;
