import { Type, type TSchema, type Static } from 'typebox';

declare const brand: unique symbol;
/** A string that names one kind of thing and is never mistaken for another. Made only where a schema was checked. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

function branded<Name extends string>(schema: TSchema) {
  return Type.Unsafe<Branded<Name>>(schema);
}

const opaque = (prefix: string) => Type.String({ pattern: `^${prefix}_[0-9a-z]{16,40}$` });

/** Matrix user id, `@localpart:server` (spec, appendices: user identifiers). */
export const UserId = branded<'UserId'>(Type.String({ pattern: '^@[^:\\s]+:[^\\s]+$', maxLength: 255 }));
export type UserId = Static<typeof UserId>;
/** Matrix room id; from room version 12 it has no server part. */
export const RoomId = branded<'RoomId'>(Type.String({ pattern: '^![^\\s]+$', maxLength: 255 }));
export type RoomId = Static<typeof RoomId>;
/** Matrix event id. */
export const EventId = branded<'EventId'>(Type.String({ pattern: '^\\$[^\\s]+$', maxLength: 255 }));
export type EventId = Static<typeof EventId>;

/** Name of a bridge of this box, as in holdfast.yaml (`whatsapp`, `loopback`). */
export const BridgeId = branded<'BridgeId'>(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }));
export type BridgeId = Static<typeof BridgeId>;
/** The bridge's own id of a login (mautrix: user login id), for WhatsApp and loopback the digits of the number. */
export const LoginId = branded<'LoginId'>(Type.String({ minLength: 1, maxLength: 255 }));
export type LoginId = Static<typeof LoginId>;

export const AccountId = branded<'AccountId'>(opaque('acct'));
export type AccountId = Static<typeof AccountId>;
export const TeamId = branded<'TeamId'>(opaque('team'));
export type TeamId = Static<typeof TeamId>;
export const PersonId = branded<'PersonId'>(opaque('pers'));
export type PersonId = Static<typeof PersonId>;
export const ClientId = branded<'ClientId'>(opaque('clnt'));
export type ClientId = Static<typeof ClientId>;
export const ClientNoteId = branded<'ClientNoteId'>(opaque('note'));
export type ClientNoteId = Static<typeof ClientNoteId>;
export const TemplateId = branded<'TemplateId'>(opaque('tmpl'));
export type TemplateId = Static<typeof TemplateId>;
export const ClientImportId = branded<'ClientImportId'>(opaque('impt'));
export type ClientImportId = Static<typeof ClientImportId>;
export const RoutingRuleId = branded<'RoutingRuleId'>(opaque('rule'));
export type RoutingRuleId = Static<typeof RoutingRuleId>;
export const GreetingId = branded<'GreetingId'>(opaque('greet'));
export type GreetingId = Static<typeof GreetingId>;
export const HandoverId = branded<'HandoverId'>(opaque('hand'));
export type HandoverId = Static<typeof HandoverId>;
export const LinkingId = branded<'LinkingId'>(opaque('link'));
export type LinkingId = Static<typeof LinkingId>;
export const SessionId = branded<'SessionId'>(opaque('sess'));
export type SessionId = Static<typeof SessionId>;
export const CoverId = branded<'CoverId'>(opaque('covr'));
export type CoverId = Static<typeof CoverId>;
export const AlertId = branded<'AlertId'>(opaque('alrt'));
export type AlertId = Static<typeof AlertId>;
export const DeviceId = branded<'DeviceId'>(opaque('devc'));
export type DeviceId = Static<typeof DeviceId>;
export const HandsetId = branded<'HandsetId'>(opaque('hset'));
export type HandsetId = Static<typeof HandsetId>;
export const LookId = branded<'LookId'>(opaque('look'));
export type LookId = Static<typeof LookId>;

/** Moment in milliseconds since 1970, UTC. */
export const Timestamp = Type.Integer({ minimum: 0, description: 'Milliseconds since 1970, UTC.' });
