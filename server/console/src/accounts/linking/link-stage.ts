import type { Account, Linking } from '@holdfast/contract';

export const stages = ['about', 'number', 'way', 'link', 'done'] as const;
export type Stage = (typeof stages)[number];

/** The first step that is still open before a linking can begin. */
export function firstOpen({ unofficialClient, riskAccepted, numberHistory }: Pick<Account, 'unofficialClient' | 'riskAccepted' | 'numberHistory'>, acceptedHere: boolean): 'about' | 'number' | 'way' {
  if (unofficialClient && riskAccepted === null && !acceptedHere) return 'about';
  return numberHistory === null ? 'number' : 'way';
}

/**
 * Where in the wizard one is. A linking that the address names decides alone: it is the box's and goes on without us. Before
 * it, the address names the step, but never one behind a step that is still open: a link skips no acceptance.
 */
export function stageOf(account: Pick<Account, 'unofficialClient' | 'riskAccepted' | 'numberHistory'>, linking: Pick<Linking, 'state'> | null, asked: string | null, acceptedHere: boolean): Stage {
  if (linking) return linking.state === 'open' ? 'link' : 'done';
  const open = firstOpen(account, acceptedHere);
  const wanted = stages.find((stage) => stage === asked && stage !== 'link' && stage !== 'done') ?? open;
  return stages.indexOf(wanted) <= stages.indexOf(open) ? wanted : open;
}
