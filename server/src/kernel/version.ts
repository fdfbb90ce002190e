import { AppError } from './app-error.ts';

/** Two people change the same thing: the second is told, and nothing of the first is overwritten. Inside the transaction that changes. */
export function mustBeCurrent(present: number, shown: number | undefined): void {
  if (shown !== undefined && shown !== present) throw new AppError('CHANGED_MEANWHILE', `this is version ${present} now, and you saw ${shown}`, { field: '/version' });
}
