import { Type, type Static } from 'typebox';
import { AccountId, BridgeId, Timestamp } from './ids.ts';
import { nullable, strict } from './shape.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const age = (description: string) => Type.Union([Type.Integer({ minimum: 0, description }), Type.Null()]);

/** What anybody may know who reaches the box: that the control plane answers, and what an app needs before it can sign in. */
export const Liveness = Type.Object(
  {
    status: Type.Literal('ok'),
    product: Type.Literal('holdfast', { description: 'Tells this box from any other server that answers.' }),
    api: Type.Integer({ minimum: 1, description: 'Version of the API under /api/v<n>.' }),
    serverName: Type.String(),
    homeserver: Type.String({ description: 'Base address of the homeserver, as clients reach it.' }),
    at: Type.Integer({ minimum: 0, description: 'Now, by the box’s clock, in milliseconds since 1970, UTC: an app compares its own.' }),
  },
  strict,
);
export type Liveness = Static<typeof Liveness>;

/** What waits to go out, counted. Ages are null when nothing waits. */
export const WaitingCounts = Type.Object(
  {
    waiting: count('Deliveries not yet handed over or not yet answered for.'),
    oldestWaitingMs: age('Age of the oldest of them.'),
    uncertain: count('Deliveries of which nobody knows whether the network took them.'),
    needsConfirmation: count('Deliveries a person must send or discard.'),
  },
  strict,
);
export type WaitingCounts = Static<typeof WaitingCounts>;

export const HealthReport = Type.Object(
  {
    at: Timestamp,
    trial: Type.Boolean(),
    homeserver: Type.Object(
      {
        reachable: Type.Boolean(),
        schemaVersion: nullable(Type.Integer()),
        error: Type.Optional(Type.String({ description: 'Code of the last failure.' })),
      },
      strict,
    ),
    journal: Type.Object(
      {
        recorded: count('Events recorded since the box exists.'),
        lagEvents: age('Events the homeserver has and the journal has not; null when the homeserver cannot be read.'),
        lastRecordedAt: nullable(Timestamp),
        faults: count('Events that a reader downstream failed on.'),
      },
      strict,
    ),
    deliveries: WaitingCounts,
    bridges: Type.Array(
      Type.Object(
        {
          bridgeId: BridgeId,
          network: Type.String(),
          reachable: nullable(Type.Boolean()),
          confirmsDelivery: Type.Boolean(),
          lastHeardAt: nullable(Timestamp),
        },
        strict,
      ),
    ),
    accounts: Type.Array(
      Type.Object(
        {
          accountId: AccountId,
          bridgeId: BridgeId,
          state: Type.String(),
          stateReason: nullable(Type.String()),
          stateSince: Timestamp,
          paused: Type.Boolean(),
          waiting: count('Deliveries of this account that wait.'),
          oldestWaitingMs: age('Age of the oldest of them.'),
        },
        strict,
      ),
    ),
    openAlerts: count('Alerts not yet resolved.'),
  },
  strict,
);
export type HealthReport = Static<typeof HealthReport>;

export const RunProbe = Type.Object({ bridgeId: Type.Optional(BridgeId) }, strict);
export type RunProbe = Static<typeof RunProbe>;

/** One message sent through the gate and back, per bridge that can take one. */
export const ProbeResult = Type.Object(
  {
    probes: Type.Array(
      Type.Object(
        {
          bridgeId: BridgeId,
          ok: Type.Boolean(),
          roundTripMs: age('From the homeserver through the gate to the bridge and back.'),
          code: Type.Optional(Type.String({ description: 'Why it failed.' })),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type ProbeResult = Static<typeof ProbeResult>;
