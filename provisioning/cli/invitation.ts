import { invitationLink as linkTo } from '@holdfast/contract';
import type { Box } from '../apply/open-box.ts';
import { loopbackUrl } from '../plan/box-plan.ts';
import { renderUnicodeCompact } from 'uqr';
import { say } from './show.ts';

/** Where employees reach the box: through the edge, or on this machine alone. */
export const boxAddress = ({ config }: Pick<Box, 'config'>): string => config.public_address ?? loopbackUrl(config.ports.api);

export const invitationLink = (box: Pick<Box, 'config'>, signInName: string): string => linkTo(boxAddress(box), signInName);

export function showInvitation(box: Pick<Box, 'config'>, signInName: string): void {
  const link = invitationLink(box, signInName);
  say(`Invitation, to be opened or scanned where the employee app is:\n\n  ${link}\n`);
  say(renderUnicodeCompact(link, { border: 2 }));
  if (box.config.public_address === null) say('This box is reached from this machine alone: `public_address` in holdfast.yaml says where employees find it.');
}
