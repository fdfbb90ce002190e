import { app } from 'electron';

const protocolName = 'holdfast';

/**
 * `holdfast://…` links and the single instance: a second start hands its link to the first and ends. Returns false when
 * this is the second.
 */
export function claimLinks(open: (link: string | undefined) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.setAsDefaultProtocolClient(protocolName);
  app.on('second-instance', (_event, argv) => open(linkIn(argv)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    open(linkIn([url]));
  });
  return true;
}

/** The first link of ours among the words of a command line. Pure. */
export const linkIn = (words: readonly string[]): string | undefined => words.find((word) => word.length <= 2_000 && word.startsWith(`${protocolName}://`));
