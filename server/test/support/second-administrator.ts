import type { Person } from '@holdfast/contract';
import { createBoxApi, openSession, type BoxApi } from './box-api.ts';
import type { World } from './world.ts';

/** Somebody else who may approve: an administrator signed in with their own password. */
export async function secondAdministrator(world: World, name: string): Promise<BoxApi> {
  const made = await world.api.post<{ person: Person; oneTimePassword: string }>('/people', { signInName: name, name, roles: ['administrator'] });
  const token = await openSession(world.urls.api, { method: 'password', name, password: made.oneTimePassword });
  return createBoxApi(world.urls.api, () => token);
}
