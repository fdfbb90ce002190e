import { inject, type InjectionKey } from 'vue';

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;
export type Ask = { readonly query?: Query | undefined; readonly body?: unknown; readonly signal?: AbortSignal | undefined };

/**
 * The box, as the console sees it: `path` is below /api/v1, answers are what the contract says of that operation. Rejects
 * with an `ApiFailure`; asks for a re-authentication by itself and repeats the call once when the person gave it.
 */
export type ConsoleApi = {
  get<Answer>(path: string, ask?: Ask): Promise<Answer>;
  post<Answer>(path: string, ask?: Ask): Promise<Answer>;
  put<Answer>(path: string, ask?: Ask): Promise<Answer>;
  patch<Answer>(path: string, ask?: Ask): Promise<Answer>;
  remove<Answer>(path: string, ask?: Ask): Promise<Answer>;
  /** Sends text of a kind of its own (a CSV to be imported). */
  upload<Answer>(path: string, text: Blob, type: string, query?: Query): Promise<Answer>;
  /** Fetches a file and hands it to the browser to keep; its name is the box's. */
  download(path: string, ask?: Ask & { method?: 'GET' | 'POST' }): Promise<void>;
};

export const consoleApiKey: InjectionKey<ConsoleApi> = Symbol('console-api');

export function useConsoleApi(): ConsoleApi {
  const api = inject(consoleApiKey);
  if (!api) throw new Error('the console was mounted without its api');
  return api;
}

/** A part of a path: ids hold characters that mean something in an address. */
export const segment = (id: string): string => encodeURIComponent(id);
