/**
 * What the box knows of a network by its name. Every client here is an unofficial one: the network may limit or ban a
 * number for it, and somebody of the company accepts that before the first linking. A network that is not listed is taken
 * for one of which nothing else is known.
 */
export type NetworkFacts = {
  readonly unofficialClient: boolean;
  /** Days without contact to its phone after which the network unlinks the account; null where that is not known. */
  readonly unlinksAfterDays: number | null;
};

const facts: Readonly<Record<string, NetworkFacts>> = {
  whatsapp: { unofficialClient: true, unlinksAfterDays: 14 },
  // Imitates an unofficial client, so that a trial goes through the same steps.
  loopback: { unofficialClient: true, unlinksAfterDays: 14 },
};

export function networkFacts(network: string): NetworkFacts {
  return facts[network.toLowerCase()] ?? { unofficialClient: true, unlinksAfterDays: null };
}

/** So many days before a network unlinks an account the box begins to alarm. */
export const unlinkAlarmDays = 4;
