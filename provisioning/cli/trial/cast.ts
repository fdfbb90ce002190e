import type { Role } from '@holdfast/contract';
import { englishClients, groups } from './english-clients.ts';
import { polishClients } from './polish-clients.ts';
import { russianClients } from './russian-clients.ts';
import type { Client, Group } from './script.ts';
import { ukrainianClients } from './ukrainian-clients.ts';

export const teams = [
  { slug: 'sales', name: 'Sales' },
  { slug: 'support', name: 'Support' },
] as const;

/** One company number a team. None of these numbers is anybody's: an imitation messenger carries them. */
export const numbers = [
  { slug: 'sales', label: 'Sales', team: 'sales', number: '+48600000001', handset: 'Northlight Sales' },
  { slug: 'support', label: 'Support', team: 'support', number: '+380440000002', handset: 'Northlight Support' },
] as const;

export type Employee = { readonly signInName: string; readonly name: string; readonly role: Role; readonly team: 'sales' | 'support'; readonly languages: readonly string[] };

/** Everybody answers clients; Anna leads the team of Sales beside it. */
export const employees: readonly Employee[] = [
  { signInName: 'anna', name: 'Anna Nowak', role: 'team-lead', team: 'sales', languages: ['pl', 'en'] },
  { signInName: 'boris', name: 'Boris Sokolov', role: 'employee', team: 'sales', languages: ['ru', 'en'] },
  { signInName: 'olena', name: 'Olena Marchenko', role: 'employee', team: 'support', languages: ['uk', 'pl', 'ru'] },
];

export const clients: readonly Client[] = [...englishClients, ...polishClients, ...russianClients, ...ukrainianClients];
export { groups };
export type { Client, Group };
