/**
 * What the employee app opens to know the box and the person. It lets nobody in: there is no password in it, so it may be
 * sent by whatever means. The command line and the console make the same one.
 */
export function invitationLink(box: string, signInName: string): string {
  return `holdfast://join?${new URLSearchParams({ box, name: signInName }).toString()}`;
}
