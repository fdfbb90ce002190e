import type { Account, Delivery, DeliveryList, Handover, Linking, Person } from '@holdfast/contract';
import { requestJson, type Json } from './json-http.ts';
import { until } from './until.ts';

/** The control plane's API as one signed-in person uses it. */
export function createBoxApi(url: string, token: () => string) {
  const call = <T = Json>(method: string, path: string, body?: unknown): Promise<T> =>
    requestJson<T>(method, `${url}/api/v1${path}`, { token: token(), ...(body === undefined ? {} : { body }) });
  const get = <T = Json>(path: string): Promise<T> => call<T>('GET', path);
  const post = <T = Json>(path: string, body: unknown = {}): Promise<T> => call<T>('POST', path, body);

  return {
    call,
    get,
    post,
    accounts: async (): Promise<Account[]> => (await get<{ accounts: Account[] }>('/accounts')).accounts,
    async account(slug: string): Promise<Account> {
      const found = (await get<{ accounts: Account[] }>('/accounts')).accounts.find((account) => account.slug === slug);
      if (!found) throw new Error(`no account ${slug}`);
      return found;
    },
    accountIs: (slug: string, state: string): Promise<Account> =>
      until(`account ${slug} is ${state}`, async () =>
        (await get<{ accounts: Account[] }>('/accounts')).accounts.find((account) => account.slug === slug && account.state === state),
      ),
    linking: (linkingId: string): Promise<Linking> => get<Linking>(`/linkings/${linkingId}`),
    people: async (): Promise<Person[]> => (await get<{ people: Person[] }>('/people')).people,
    deliveries: async (query = ''): Promise<Delivery[]> => (await get<DeliveryList>(`/deliveries${query}`)).deliveries,
    delivery: (eventId: string, state: string, timeoutMs = 30_000): Promise<Delivery> =>
      until(`delivery ${eventId} is ${state}`, async () =>
        (await get<DeliveryList>('/deliveries?limit=500')).deliveries.find((delivery) => delivery.eventId === eventId && delivery.state === state),
      { timeoutMs }),
    handover: (handoverId: string): Promise<Handover> => get<Handover>(`/handovers/${handoverId}`),
    handoverIs: (handoverId: string, state: string, timeoutMs = 60_000): Promise<Handover> =>
      until(`handover is ${state}`, async () => {
        const handover = await get<Handover>(`/handovers/${handoverId}`);
        return handover.state === state ? handover : undefined;
      }, { timeoutMs }),
    auditActions: async (): Promise<string[]> =>
      (await get<{ entries: { action: string }[] }>('/audit?limit=500')).entries.map((entry) => entry.action),
  };
}
export type BoxApi = ReturnType<typeof createBoxApi>;

export async function openSession(url: string, credentials: Json): Promise<string> {
  return (await requestJson<{ token: string }>('POST', `${url}/api/v1/sessions`, { body: credentials })).token;
}
