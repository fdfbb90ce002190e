import { shallowReadonly, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';

export type ToastTone = 'neutral' | 'done' | 'waiting' | 'failed';
export type Toast = {
  readonly id: number;
  readonly text: string;
  readonly tone: ToastTone;
  readonly action: { readonly label: string; readonly run: () => void } | null;
  /** 0 stays until dismissed: what failed must be read. */
  readonly forMs: number;
};

const toasts = shallowRef<readonly Toast[]>([]);
let nextId = 1;

/** Short news that needs no answer. At most three at once: a fourth would mean that this is the wrong place for it. */
export function useToasts(): {
  toasts: Readonly<ShallowRef<readonly Toast[]>>;
  show: (toast: { text: string; tone?: ToastTone; action?: Toast['action']; forMs?: number }) => number;
  dismiss: (id: number) => void;
  /** Whoever they were meant for is gone. */
  clear: () => void;
} {
  return {
    toasts: shallowReadonly(toasts),
    show({ text, tone = 'neutral', action = null, forMs = tone === 'failed' ? 0 : 6_000 }) {
      const id = nextId++;
      toasts.value = [...toasts.value, { id, text, tone, action, forMs }].slice(-3);
      return id;
    },
    dismiss(id) {
      toasts.value = toasts.value.filter((toast) => toast.id !== id);
    },
    clear: () => void (toasts.value = []),
  };
}
