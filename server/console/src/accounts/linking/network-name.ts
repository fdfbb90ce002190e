import { computed, type ComputedRef } from 'vue';
import { useUiText } from '@holdfast/ui';

const known = ['whatsapp', 'telegram', 'signal', 'loopback'] as const;

/** Networks as people call them; the bridge's own word for one that has no name here. */
export function useNetworkNames(): (network: string) => string {
  const { t } = useUiText();
  return (network) => {
    const kind = known.find((each) => network.toLowerCase().includes(each));
    return kind ? t(`ui.network.${kind}`) : network;
  };
}
/** One of them. */
export function useNetworkName(network: () => string): ComputedRef<string> {
  const nameOf = useNetworkNames();
  return computed(() => nameOf(network()));
}
