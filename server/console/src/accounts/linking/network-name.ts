import { computed, type ComputedRef } from 'vue';
import { useUiText } from '@holdfast/ui';

const known = ['whatsapp', 'telegram', 'signal', 'loopback'] as const;

/** The network as people call it; the bridge's own word for one that has no name here. */
export function useNetworkName(network: () => string): ComputedRef<string> {
  const { t } = useUiText();
  return computed(() => {
    const kind = known.find((each) => network().toLowerCase().includes(each));
    return kind ? t(`ui.network.${kind}`) : network();
  });
}
