import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type, type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Box } from '../apply/open-box.ts';
import { OperatorError } from '../apply/operator-error.ts';
import { boxBridges } from '../plan/plan-box.ts';
import { bridgeSecrets } from '../plan/secret-names.ts';

/** What the imitation messenger answers (docs/reference/loopback.md); unknown keys are left alone. */
const Content = Type.Object({
  kind: Type.String(),
  text: Type.Optional(Type.String()),
  media: Type.Optional(Type.Object({ file_name: Type.Optional(Type.String()), mime_type: Type.Optional(Type.String()) })),
});
export const Phone = Type.Object({ number: Type.String(), name: Type.Optional(Type.String()), on_network: Type.Boolean() });
export const PhoneList = Type.Object({ phones: Type.Array(Phone) });
export const Written = Type.Object({ id: Type.String(), chat: Type.String() });
export const ScreenMessage = Type.Object({
  id: Type.String(),
  from: Type.String(),
  own: Type.Optional(Type.Boolean()),
  sent_at: Type.Number(),
  deleted: Type.Optional(Type.Boolean()),
  content: Type.Optional(Type.Union([Content, Type.Null()])),
  reactions: Type.Optional(Type.Union([Type.Record(Type.String(), Type.String()), Type.Null()])),
});
export const Screen = Type.Object({
  number: Type.String(),
  chats: Type.Array(Type.Object({ id: Type.String(), peer: Type.Optional(Type.String()), name: Type.Optional(Type.String()), messages: Type.Union([Type.Array(ScreenMessage), Type.Null()]) })),
});
export const LogEntry = Type.Object({
  seq: Type.Integer(),
  at: Type.Number(),
  kind: Type.String(),
  chat: Type.Optional(Type.String()),
  from: Type.Optional(Type.String()),
  own: Type.Optional(Type.Boolean()),
  message: Type.Optional(Type.String()),
  emoji: Type.Optional(Type.String()),
  content: Type.Optional(Type.Union([Content, Type.Null()])),
});
export const LogPage = Type.Object({ entries: Type.Union([Type.Array(LogEntry), Type.Null()]), next: Type.Integer() });
export const SentCode = Type.Object({ code: Type.String() });
const Refused = Type.Object({ errcode: Type.String(), error: Type.String() });

/** The imitation messenger understood and refused. */
export class LoopbackRefusal extends OperatorError {
  readonly status: number;
  constructor(status: number, errcode: string, words: string) {
    super(`the imitation messenger refused: ${words} (${errcode})`, 'docs/reference/loopback.md says what it can do.');
    this.status = status;
  }
}

export type LoopbackNetwork = ReturnType<typeof openLoopbackNetwork>;

/** The far side of a trial box. Refuses on any other box: an imitation messenger has no place beside real clients. */
export function openLoopbackNetwork(box: Box) {
  if (!box.config.trial) throw new OperatorError('this box is not a trial', 'The imitation messenger exists only where holdfast.yaml says `trial: true`.');
  const bridge = boxBridges(box).find(({ id }) => id === 'loopback');
  if (!bridge) throw new OperatorError('this box has no loopback bridge', 'Add `loopback: {}` under `bridges` in holdfast.yaml, then `holdfast up`.');
  const base = `${bridge.url}/_matrix/provision/v3/loopback`;
  const secret = readFileSync(join(box.layout.secrets, bridgeSecrets(bridge.id).provisioning), 'utf8').trimEnd();

  return {
    async call<Reply extends TSchema>(method: string, path: string, { body, reply, signal }: { body?: unknown; reply?: Reply; signal?: AbortSignal } = {}): Promise<Static<Reply>> {
      let response: Response;
      try {
        response = await fetch(`${base}${path}`, {
          method,
          headers: { authorization: `Bearer ${secret}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...(signal ? { signal } : {}),
        });
      } catch (error) {
        if (signal?.aborted) throw error;
        throw new OperatorError(`the loopback bridge does not answer on ${bridge.url}`, 'Is the box up? `holdfast status` tells; `holdfast up` starts it.');
      }
      const text = await response.text();
      const value = jsonOf(text);
      if (!response.ok) {
        const { errcode, error } = Value.Check(Refused, value) ? value : { errcode: `HTTP_${response.status}`, error: 'without a reason' };
        throw new LoopbackRefusal(response.status, errcode, error);
      }
      if (reply && !Value.Check(reply, value)) throw new Error(`the imitation messenger answered ${path} in an unknown shape`);
      return value as Static<Reply>;
    },
  };
}

/** A refusal of what stands before the messenger need not be JSON. */
function jsonOf(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Digits alone, as the network names phones. */
export const digits = (number: string): string => number.replace(/\D/g, '');
