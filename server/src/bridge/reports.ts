import type { LoginId, UserId } from '@holdfast/contract';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

const loose = { additionalProperties: true } as const;

/** What a bridge posts about messages (mautrix: bridgev2/status, CheckpointsJSON). Unknown keys are newer than we are. */
const CheckpointsBody = Type.Object(
  {
    checkpoints: Type.Array(
      Type.Object(
        { event_id: Type.String(), step: Type.String(), status: Type.String(), info: Type.Optional(Type.String()) },
        loose,
      ),
      { maxItems: 1000 },
    ),
  },
  loose,
);

/** What a bridge posts about itself or one login (mautrix: bridgev2/status, BridgeState). */
const BridgeStateBody = Type.Object(
  {
    state_event: Type.String(),
    remote_id: Type.Optional(Type.String()),
    user_id: Type.Optional(Type.String()),
    error: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
  },
  loose,
);

export type PostedCheckpoint = { readonly eventId: string; readonly step: string; readonly status: string; readonly info: string };
export type PostedBridgeState = {
  readonly stateEvent: string;
  readonly userId: UserId | null;
  readonly loginId: LoginId | null;
  readonly error: string | null;
  readonly reason: string | null;
};

/** Undefined when the body is not what bridgev2 posts. */
export function parseCheckpoints(body: unknown): PostedCheckpoint[] | undefined {
  if (!Value.Check(CheckpointsBody, body)) return undefined;
  return body.checkpoints.map(({ event_id, step, status, info }) => ({ eventId: event_id, step, status, info: info ?? '' }));
}

export function parseBridgeState(body: unknown): PostedBridgeState | undefined {
  if (!Value.Check(BridgeStateBody, body)) return undefined;
  const given = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);
  return {
    stateEvent: body.state_event,
    userId: given(body.user_id) as UserId | null,
    loginId: given(body.remote_id) as LoginId | null,
    error: given(body.error),
    reason: given(body.reason),
  };
}
