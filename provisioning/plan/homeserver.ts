import { fileNames } from './box-layout.ts';
import { loopbackUrl, requireSecret, secretPath, type BoxBridge, type PlanInput, type PlannedFile, type PlannedProcess } from './box-plan.ts';
import { boxSecrets } from './secret-names.ts';
import { writeYaml } from './write-yaml.ts';

const limit = (perSecond: number, burst: number) => ({ per_second: perSecond, burst_count: burst });

/** Where the module that guards Synapse from inside lies, relative to the checkout; Synapse finds it by PYTHONPATH. */
export const GUARD_MODULE = { directory: 'provisioning/synapse_module', class: 'holdfast_guard.HoldfastGuard' } as const;

export function planHomeserver(input: PlanInput, bridges: readonly BoxBridge[], registrations: readonly string[]): PlannedFile[] {
  const { layout } = input;
  return [
    { path: `${layout.config}/${fileNames.homeserver}`, mode: 0o600, content: writeYaml(homeserverSettings(input, bridges, registrations)) },
    { path: `${layout.config}/${fileNames.homeserverLog}`, mode: 0o600, content: writeYaml(logSettings(input)) },
  ];
}

export function homeserverProcess({ config, layout, programs }: PlanInput): PlannedProcess {
  return {
    name: 'homeserver',
    command: [programs.python, '-m', 'synapse.app.homeserver', '--config-path', `${layout.config}/${fileNames.homeserver}`],
    environment: { PYTHONPATH: `${programs.checkout}/${GUARD_MODULE.directory}`, PYTHONUNBUFFERED: '1' },
    directory: layout.data,
    order: 20,
    healthUrl: `${loopbackUrl(config.ports.homeserver)}/health`,
  };
}

function homeserverSettings(input: PlanInput, bridges: readonly BoxBridge[], registrations: readonly string[]): Record<string, unknown> {
  const { config, layout } = input;
  const { homeserver } = config;
  return {
    server_name: config.server_name,
    public_baseurl: `${loopbackUrl(config.ports.homeserver)}/`,
    pid_file: `${layout.run}/homeserver.pid`,
    signing_key_path: secretPath(layout, boxSecrets.signingKey),
    registration_shared_secret_path: secretPath(layout, boxSecrets.registration),
    macaroon_secret_key_path: secretPath(layout, boxSecrets.macaroon),
    form_secret_path: secretPath(layout, boxSecrets.form),
    report_stats: false,
    log_config: `${layout.config}/${fileNames.homeserverLog}`,
    database: databaseSettings(input),
    app_service_config_files: registrations,
    track_appservice_user_ips: false,
    modules: [{ module: GUARD_MODULE.class, config: { exempt_users: exemptUsers(config.server_name, bridges) } }],

    // One server for one company: clients only, no federation listener, nobody outside to talk to.
    listeners: [{ bind_addresses: ['127.0.0.1'], port: config.ports.homeserver, type: 'http', tls: false, x_forwarded: true, resources: [{ names: ['client'], compress: false }] }],
    federation_domain_whitelist: [],
    trusted_key_servers: [],
    suppress_key_server_warning: true,
    allow_public_rooms_over_federation: false,
    allow_device_name_lookup_over_federation: false,

    // People are made by the control plane, never by themselves.
    enable_registration: false,
    allow_guest_access: false,
    enable_3pid_changes: false,
    password_config: { enabled: true, localdb_enabled: true, policy: { enabled: true, minimum_length: 10 } },

    // What an employee may find out about others is what they share a room with.
    require_auth_for_profile_requests: true,
    limit_profile_requests_to_users_who_share_rooms: true,
    include_profile_data_on_invite: false,
    allow_public_rooms_without_auth: false,
    enable_room_list_search: false,
    room_list_publication_rules: [{ action: 'deny' }],
    alias_creation_rules: [{ action: 'deny' }],
    user_directory: { enabled: false },
    presence: { enabled: false },
    url_preview_enabled: false,
    push: { enabled: true, include_content: false },

    // The record is read from events in the clear; the module refuses m.room.encryption whoever sends it.
    encryption_enabled_by_default_for_room_type: 'off',
    default_room_version: '12',
    default_power_level_content_override: { private_chat: portalPowerLevels() },
    // `locked` needs no flag in this release; sliding sync (MSC4186) is what the desktop reads rooms with.
    experimental_features: { msc3575_enabled: true },

    // Nothing disappears by default of a release: every period is written down here.
    redaction_retention_period: `${homeserver.redaction_retention_days}d`,
    forgotten_room_retention_period: null,
    forget_rooms_on_leave: false,
    retention: { enabled: false },
    user_ips_max_age: '28d',
    media_store_path: `${layout.data}/media`,
    media_retention: { local_media_lifetime: null, remote_media_lifetime: null },
    enable_authenticated_media: true,
    max_upload_size: `${homeserver.max_upload_megabytes}M`,

    ...rateLimits(),
  };
}

/**
 * Portals start with levels that let a plain member talk and nothing else. A bridge may send levels of its own with
 * the room; the control plane repairs those (DESIGN.md §2), this is what holds until then.
 */
function portalPowerLevels(): Record<string, number> {
  return { users_default: 0, events_default: 0, state_default: 50, invite: 50, kick: 50, ban: 50, redact: 50 };
}

/** Our own registrations are not limited at all (`rate_limited: false`); these bound employees' clients and guesses at passwords. */
function rateLimits(): Record<string, unknown> {
  return {
    rc_message: limit(10, 60),
    rc_registration: limit(0.1, 3),
    // Everybody comes from one loopback address, so the address limit is for the whole firm and the account's is for a person.
    rc_login: { address: limit(20, 200), account: limit(0.5, 10), failed_attempts: limit(0.15, 5) },
    rc_admin_redaction: limit(1, 50),
    rc_joins: { local: limit(20, 200), remote: limit(0.01, 1) },
    rc_joins_per_room: limit(10, 50),
    rc_invites: { per_room: limit(5, 50), per_user: limit(20, 200), per_issuer: limit(1, 10) },
    rc_third_party_invite: limit(0.01, 1),
    rc_room_creation: limit(0.1, 2),
    rc_media_create: limit(10, 50),
    rc_3pid_validation: limit(0.01, 1),
  };
}

function databaseSettings({ config, layout, secrets }: PlanInput): Record<string, unknown> {
  const { database } = config.homeserver;
  if (database.kind === 'sqlite') return { name: 'sqlite3', args: { database: homeserverSqlite(layout.data) } };
  return {
    name: 'psycopg2',
    args: { dsn: requireSecret(secrets, database.connection ?? '', `Write the homeserver's PostgreSQL connection string to ${secretPath(layout, database.connection ?? '')} (mode 0600).`), cp_min: 5, cp_max: 10 },
  };
}

export const homeserverSqlite = (data: string) => `${data}/homeserver.db`;

/** Who is not an employee: the control plane's users, account service users, bots and ghosts. Anchored. */
export function exemptUsers(serverName: string, bridges: readonly BoxBridge[]): string[] {
  const server = serverName.replaceAll('.', '\\.');
  return [
    `^@holdfast(-[a-z0-9-]+)?:${server}$`,
    `^@acct_.+:${server}$`,
    ...bridges.flatMap(({ botUserId, ghostPattern }) => [`^${botUserId.replaceAll('.', '\\.')}$`, ghostPattern]),
  ];
}

/** WARNING by default: at INFO Synapse writes a line per request, and request paths hold ghosts' ids, which are numbers. */
function logSettings({ config, layout }: PlanInput): Record<string, unknown> {
  return {
    version: 1,
    formatters: { line: { format: '%(asctime)s %(levelname)s %(name)s %(request)s %(message)s' } },
    handlers: {
      file: {
        class: 'logging.handlers.RotatingFileHandler',
        formatter: 'line',
        filename: `${layout.log}/homeserver.log`,
        maxBytes: config.log.max_megabytes * 1024 * 1024,
        backupCount: config.log.keep,
        encoding: 'utf8',
      },
    },
    // SQL with its parameters would be message text.
    loggers: { 'synapse.storage.SQL': { level: 'WARNING' } },
    root: { level: config.log.level === 'debug' ? 'INFO' : 'WARNING', handlers: ['file'] },
    disable_existing_loggers: false,
  };
}
