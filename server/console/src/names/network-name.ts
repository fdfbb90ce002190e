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
/** A bridge by its network; with its own id where that says more, as of a second one of the same network. */
export function useBridgeNames(): (bridgeId: string, network?: string) => string {
  const nameOf = useNetworkNames();
  return (bridgeId, network = bridgeId) => {
    const name = nameOf(network);
    const usual = known.find((each) => network.toLowerCase().includes(each)) ?? network.toLowerCase();
    return bridgeId === usual || bridgeId === name ? name : `${name} (${bridgeId})`;
  };
}
/** One of them. */
export function useNetworkName(network: () => string): ComputedRef<string> {
  const nameOf = useNetworkNames();
  return computed(() => nameOf(network()));
}
