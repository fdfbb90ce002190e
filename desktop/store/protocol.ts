import type { UserId } from '@holdfast/contract';

/** What the worker is started with. The key travels in memory and is written nowhere. */
export type WorkerStart = { readonly directory: string; readonly key: Uint8Array; readonly userId: UserId; readonly mostMediaBytes: number };
/** `call` is the path in Store: `sync.apply`. */
export type Request = { readonly id: number; readonly call: string; readonly input: readonly unknown[] };
export type Rebuilt = 'cache' | 'own' | 'own-lost';
export type Answer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly message: string; readonly code: string | null }
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string; readonly code: string | null }
  | { readonly kind: 'rebuilt'; readonly what: Rebuilt };
