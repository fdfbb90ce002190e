import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { ClientImports } from '../client-imports/index.ts';
import type { ClientNotices } from '../client-notices/index.ts';
import type { Devices } from '../devices/index.ts';
import type { Directory, MeReader } from '../directory/index.ts';
import type { Acknowledgement } from '../alerts/index.ts';
import type { TestMessages } from '../gate/index.ts';
import type { Handsets } from '../handsets/index.ts';
import type { Notices } from '../notices/index.ts';
import type { AccountStatisticsReader, HandoverReports, HoldingsReader, HomeReader } from '../overview/index.ts';
import type { Ownership } from '../ownership/index.ts';
import type { ConsoleSignIn, OwnFactors } from '../sessions/index.ts';
import type { Templates } from '../templates/index.ts';
import type { AlertReader, AlertTester, ArchiveDesk, AuditReader, Corrections, Deliveries, DoctorDesk, Health, LookDesk, RecordsReader, Sessions, SettingsDesk } from './ports.ts';
import { accountFactRoutes } from './routes/account-facts.ts';
import { accountRoutes } from './routes/accounts.ts';
import { alertRoutes } from './routes/alerts.ts';
import { archiveRoutes } from './routes/archive.ts';
import { auditRoutes } from './routes/audit.ts';
import { clientCardRoutes } from './routes/client-card.ts';
import { clientImportRoutes } from './routes/client-imports.ts';
import { clientNoticeRoutes } from './routes/client-notice.ts';
import { clientRoutes } from './routes/clients.ts';
import { clientSearchRoutes } from './routes/client-search.ts';
import { colleagueRoutes } from './routes/colleagues.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { coverRoutes } from './routes/covers.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { deviceRoutes } from './routes/devices.ts';
import { accessOffRoutes, handoverRoutes } from './routes/handovers.ts';
import { handoverReportRoutes } from './routes/handover-report.ts';
import { handsetRoutes } from './routes/handsets.ts';
import { greetingRoutes } from './routes/greetings.ts';
import { healthRoutes } from './routes/health.ts';
import { homeRoutes } from './routes/home.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { lookRoutes, roomLookRoutes } from './routes/looks.ts';
import { meRoutes } from './routes/me.ts';
import { messageRoutes } from './routes/messages.ts';
import { noticeRoutes } from './routes/notices.ts';
import { linkingRoutes } from './routes/linkings.ts';
import { peopleRoutes } from './routes/people.ts';
import { portalRoutes } from './routes/portals.ts';
import { recordRoutes } from './routes/records.ts';
import { queueRoutes } from './routes/queue.ts';
import { routingRuleRoutes } from './routes/routing-rules.ts';
import { roomRoutes } from './routes/rooms.ts';
import { leaveDraftRoutes, personHoldingRoutes } from './routes/person-holdings.ts';
import { personSessionRoutes } from './routes/person-sessions.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { signInLinkRoutes } from './routes/sign-in-links.ts';
import { signInMethodRoutes } from './routes/sign-in-methods.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { settingRoutes } from './routes/settings.ts';
import { teamRoutes } from './routes/teams.ts';
import { templateRoutes } from './routes/templates.ts';

/** Everything the API speaks for. main.ts builds them; a test gives its own. */
export type ApiServices = {
  readonly sessions: Sessions;
  readonly signIn: ConsoleSignIn;
  readonly ownFactors: OwnFactors;
  readonly archive: ArchiveDesk;
  readonly audit: AuditReader;
  readonly records: RecordsReader;
  readonly looks: LookDesk;
  readonly settings: SettingsDesk;
  readonly alerting: AlertTester;
  readonly doctor: DoctorDesk;
  readonly alerts: AlertReader;
  readonly health: Health;
  readonly deliveries: Deliveries;
  readonly directory: Pick<Directory, 'teams' | 'people' | 'invitations' | 'accounts' | 'linkings' | 'oldChats' | 'clients' | 'clientNotes' | 'clientContacts' | 'colleagues' | 'portals'>;
  readonly ownership: Pick<Ownership, 'inbox' | 'roomSearch' | 'clientSearch' | 'clientExport' | 'routingRules' | 'greetings' | 'queue' | 'routing' | 'rooms' | 'starts' | 'covers' | 'handovers' | 'leaveDrafts'>;
  readonly corrections: Corrections;
  readonly acknowledgement: Acknowledgement;
  readonly testMessages: TestMessages;
  readonly handsets: Handsets;
  readonly overview: { readonly home: HomeReader; readonly holdings: HoldingsReader; readonly statistics: AccountStatisticsReader; readonly reports: HandoverReports };
  readonly clientImports: ClientImports;
  readonly clientNotices: ClientNotices;
  readonly templates: Templates;
  readonly me: MeReader;
  readonly notices: Notices;
  readonly devices: Devices;
};

export type MountedRoutes = { readonly prefix: string; readonly routes: FastifyPluginAsyncTypebox };

/** The API in one table: a resource, and who answers for it. A new resource is a file in routes/ and a line here. */
export function apiRoutes(services: ApiServices, { smallFirm }: { smallFirm: boolean }): readonly MountedRoutes[] {
  return [
    { prefix: '/api/v1/sessions', routes: sessionRoutes(services.sessions, services) },
    { prefix: '/api/v1/sign-in', routes: signInRoutes(services.signIn) },
    { prefix: '/api/v1/sign-in-methods', routes: signInMethodRoutes(services.ownFactors) },
    { prefix: '/api/v1/people', routes: personSessionRoutes(services.sessions, services.signIn) },
    { prefix: '/api/v1/sign-in-links', routes: signInLinkRoutes(services.signIn) },
    { prefix: '/api/v1/home', routes: homeRoutes(services.overview.home) },
    { prefix: '/api/v1/me', routes: meRoutes(services.me) },
    { prefix: '/api/v1/notices', routes: noticeRoutes(services.notices) },
    { prefix: '/api/v1/devices', routes: deviceRoutes(services.devices) },
    { prefix: '/api/v1/accounts', routes: accountRoutes(services.directory) },
    { prefix: '/api/v1/accounts', routes: accountFactRoutes(services.overview.statistics, services.testMessages) },
    { prefix: '/api/v1/handsets', routes: handsetRoutes(services.handsets) },
    { prefix: '/api/v1/linkings', routes: linkingRoutes(services.directory.linkings) },
    { prefix: '/api/v1/teams', routes: teamRoutes(services.directory.teams) },
    { prefix: '/api/v1/people', routes: peopleRoutes(services.directory.people) },
    { prefix: '/api/v1/people', routes: personHoldingRoutes(services.overview.holdings, services.directory.invitations, services.ownership.leaveDrafts) },
    { prefix: '/api/v1/leave-drafts', routes: leaveDraftRoutes(services.ownership.leaveDrafts) },
    { prefix: '/api/v1/clients', routes: clientRoutes(services.directory.clients) },
    { prefix: '/api/v1/clients', routes: clientSearchRoutes(services.ownership.clientSearch, services.ownership.clientExport) },
    { prefix: '/api/v1/clients', routes: clientCardRoutes(services.directory) },
    { prefix: '/api/v1/colleagues', routes: colleagueRoutes(services.directory.colleagues) },
    { prefix: '/api/v1/inbox', routes: inboxRoutes(services.ownership.inbox) },
    { prefix: '/api/v1/portals', routes: portalRoutes(services.directory.portals) },
    { prefix: '/api/v1/queue', routes: queueRoutes(services.ownership.queue, services.ownership.routing) },
    { prefix: '/api/v1/rooms', routes: roomRoutes(services.ownership.rooms, services.ownership.roomSearch) },
    { prefix: '/api/v1/conversations', routes: conversationRoutes(services.ownership.starts) },
    { prefix: '/api/v1/routing-rules', routes: routingRuleRoutes(services.ownership.routingRules) },
    { prefix: '/api/v1/greetings', routes: greetingRoutes(services.ownership.greetings) },
    { prefix: '/api/v1/client-imports', routes: clientImportRoutes(services.clientImports) },
    { prefix: '/api/v1/client-notice', routes: clientNoticeRoutes(services.clientNotices) },
    { prefix: '/api/v1/covers', routes: coverRoutes(services.ownership.covers) },
    { prefix: '/api/v1/handovers', routes: handoverRoutes(services.ownership.handovers) },
    { prefix: '/api/v1/handovers', routes: handoverReportRoutes(services.overview.reports) },
    { prefix: '/api/v1/access-off', routes: accessOffRoutes(services.ownership.handovers) },
    { prefix: '/api/v1/deliveries', routes: deliveryRoutes(services.deliveries) },
    { prefix: '/api/v1/messages', routes: messageRoutes(services.corrections) },
    { prefix: '/api/v1/templates', routes: templateRoutes(services.templates) },
    { prefix: '/api/v1/alerts', routes: alertRoutes(services.alerts, services.acknowledgement) },
    { prefix: '/api/v1/archive', routes: archiveRoutes(services.archive) },
    { prefix: '/api/v1/audit', routes: auditRoutes(services.audit, { smallFirm }) },
    { prefix: '/api/v1/records', routes: recordRoutes(services.records) },
    { prefix: '/api/v1/health', routes: healthRoutes(services.health, services.doctor) },
    { prefix: '/api/v1/rooms', routes: roomLookRoutes(services.looks) },
    { prefix: '/api/v1/looks', routes: lookRoutes(services.looks) },
    { prefix: '/api/v1/settings', routes: settingRoutes(services.settings, services.alerting) },
  ];
}
