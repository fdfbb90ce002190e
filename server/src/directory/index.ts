/**
 * Who is who: teams, people, company accounts and their logins, portals, clients. Learns of portals from the journal, of
 * logins from the bridges. Knows nothing of owners beyond the port `Answering`, and nothing of the gate or the archive.
 */
export { createDirectory, type Directory, type DirectoryDeps } from './directory.ts';
export { createMe, type MeReader } from './me.ts';
export type { Alarms, Answering, DevicesOfPeople, PasswordHasher, SessionsOfPeople } from './ports.ts';
export type { ReportedState } from './account-health.ts';
export {
  findAccount, findAccountByLogin, findAccountByServiceUser, findAccountBySlug, listAccounts, type AccountRecord,
} from './account-repository.ts';
export { knownBridges, type KnownBridge, type KnownBridges } from './bridges.ts';
export { findClient, findClientByGhost, insertClient, insertIdentity, updateClient, type ClientRecord } from './client-repository.ts';
export { companyGhosts, ghostNumber, isCompanyGhost, knowsByNumber } from './company-side.ts';
export {
  findPerson, findPersonBySignInName, findPersonByUserId, isEmployee, listEmployees, listPeople, type Employee,
} from './person-repository.ts';
export { daysUntil, unlinksAt, type PhoneContacts } from './phone-contact.ts';
export { findPortal, listPortals, listPortalsOfClient, type PortalRecord } from './portal-repository.ts';
export { signInPeople, type SignInRecord } from './sign-in-people.ts';
export { findTeam, findTeamBySlug, listTeams } from './team-repository.ts';
export type { Accounts } from './accounts.ts';
export type { ClientContacts } from './client-contacts.ts';
export type { ClientNotes } from './client-notes.ts';
export type { Clients } from './clients.ts';
export type { Colleagues } from './colleagues.ts';
export type { Invitations } from './invitations.ts';
export type { Linkings } from './linkings.ts';
export type { OldChats } from './old-chats.ts';
export type { People } from './people.ts';
export type { Portals } from './portals.ts';
export type { Teams } from './teams.ts';
