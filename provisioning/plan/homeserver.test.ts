import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { planBox } from './plan-box.ts';
import { planInput } from './test-box.ts';

const { files } = planBox(planInput());
const text = (name: string) => files.find(({ path }) => path.endsWith(`/${name}`))?.content ?? '';
// PyYAML reads YAML 1.1, where a bare `off` is false.
const homeserver = parse(text('homeserver.yaml'), { version: '1.1' }) as Record<string, unknown>;

describe('the homeserver', () => {
  test('listens on loopback for clients only and talks to no other server', () => {
    expect(homeserver['listeners']).toEqual([expect.objectContaining({ bind_addresses: ['127.0.0.1'], resources: [{ names: ['client'], compress: false }] })]);
    expect(homeserver).toMatchObject({ federation_domain_whitelist: [], trusted_key_servers: [] });
  });

  test('lets nobody register, encrypt, publish or see strangers', () => {
    expect(homeserver).toMatchObject({
      enable_registration: false,
      allow_guest_access: false,
      encryption_enabled_by_default_for_room_type: 'off',
      presence: { enabled: false },
      require_auth_for_profile_requests: true,
      limit_profile_requests_to_users_who_share_rooms: true,
      enable_authenticated_media: true,
      room_list_publication_rules: [{ action: 'deny' }],
    });
  });

  test('forgets nothing by a default of its own', () => {
    expect(homeserver).toMatchObject({
      redaction_retention_period: '30d',
      forgotten_room_retention_period: null,
      retention: { enabled: false },
      media_retention: { local_media_lifetime: null, remote_media_lifetime: null },
    });
  });

  test('holds no secret in its own file', () => {
    expect(text('homeserver.yaml')).not.toContain('<');
  });

  test('gives a portal’s members the right to talk and nothing else', () => {
    expect(homeserver['default_power_level_content_override']).toEqual({ private_chat: { users_default: 0, events_default: 0, state_default: 50, invite: 50, kick: 50, ban: 50, redact: 50 } });
  });

  test('exempts from the guard exactly the users of the box itself', () => {
    const [guard] = homeserver['modules'] as { config: { exempt_users: string[] } }[];
    const isExempt = (user: string) => guard?.config.exempt_users.some((pattern) => new RegExp(pattern).test(user));
    for (const user of ['@holdfast:box.test', '@holdfast-admin:box.test', '@acct_pigeon_main:box.test', '@pigeonbot:box.test', '@pigeon_17:box.test']) expect(isExempt(user), user).toBe(true);
    for (const user of ['@maria:box.test', '@pigeonbot:box.test.evil', '@xpigeonbot:box.test', '@holdfastx:box.test', '@pigeon_1:boxxtest']) expect(isExempt(user), user).toBe(false);
  });
});

describe('registrations', () => {
  const registration = (id: string) => parse(text(`registration-${id}.yaml`)) as Record<string, unknown>;

  test('the control plane’s receives nothing and owns the account users', () => {
    expect(registration('holdfast')).toMatchObject({ url: null, sender_localpart: 'holdfast', rate_limited: false, namespaces: { users: [{ regex: '^@acct_.*:box\\.test$', exclusive: true }, { regex: '^@.*:box\\.test$', exclusive: false }] } });
  });

  test('double puppeting reaches account users and nobody else', () => {
    expect(registration('doublepuppet')).toMatchObject({ url: null, namespaces: { users: [{ regex: '^@acct_.*:box\\.test$', exclusive: false }], aliases: [], rooms: [] } });
  });
});
