import { Type, type Static } from 'typebox';

/**
 * Replies of bridgev2's provisioning API v3 (mautrix-go 0.30.0, bridgev2/matrix/provisioning*.go). Open objects: a newer
 * bridge may say more, but what we rely on must be there and of its type.
 */
const text = Type.Optional(Type.String());

const head = { step_id: Type.String({ minLength: 1 }), txn_id: text, instructions: text };

const UserInput = Type.Object({
  type: Type.Literal('user_input'),
  ...head,
  user_input: Type.Object({
    fields: Type.Union([
      Type.Null(),
      Type.Array(
        Type.Object({
          type: Type.String(),
          id: Type.String(),
          name: Type.String(),
          description: text,
          default_value: text,
          pattern: text,
          options: Type.Optional(Type.Union([Type.Null(), Type.Array(Type.String())])),
        }),
      ),
    ]),
    attachments: Type.Optional(
      Type.Union([
        Type.Null(),
        Type.Array(Type.Object({ type: text, filename: text, content: text, info: Type.Optional(Type.Object({ mimetype: text })) })),
      ]),
    ),
  }),
});
const DisplayAndWait = Type.Object({
  type: Type.Literal('display_and_wait'),
  ...head,
  display_and_wait: Type.Object({ type: Type.Enum(['qr', 'emoji', 'code', 'nothing']), data: text, image_url: text }),
});
const Cookies = Type.Object({
  type: Type.Literal('cookies'),
  ...head,
  cookies: Type.Object({
    url: Type.String(),
    user_agent: text,
    extract_js: text,
    wait_for_url_pattern: text,
    fields: Type.Union([
      Type.Null(),
      Type.Array(Type.Object({ id: Type.String(), required: Type.Optional(Type.Boolean()), pattern: text, sources: Type.Optional(Type.Union([Type.Null(), Type.Array(Type.Unknown())])) })),
    ]),
  }),
});
const WebAuthn = Type.Object({
  type: Type.Literal('webauthn'),
  ...head,
  webauthn: Type.Object({ url: text, publicKey: Type.Optional(Type.Unknown()) }),
});
const Complete = Type.Object({
  type: Type.Literal('complete'),
  ...head,
  complete: Type.Object({ user_login_id: Type.String({ minLength: 1 }) }),
});

/** One step of a login, as the bridge gave it. `complete` ends the process. */
export const LoginStep = Type.Union([UserInput, DisplayAndWait, Cookies, WebAuthn, Complete]);
export type LoginStep = Static<typeof LoginStep>;

/** The bridge merges the process id into the step; the two are told apart here. */
export const ProcessReply = Type.Object({ login_id: Type.String({ minLength: 1 }) });
export const FlowsReply = Type.Object({
  flows: Type.Union([Type.Null(), Type.Array(Type.Object({ id: Type.String(), name: Type.String(), description: text }))]),
});
export const LoginsReply = Type.Object({ login_ids: Type.Union([Type.Null(), Type.Array(Type.String())]) });
export const WhoamiReply = Type.Object({
  logins: Type.Union([
    Type.Null(),
    Type.Array(
      Type.Object({
        id: Type.String(),
        profile: Type.Optional(Type.Object({ phone: text })),
        state: Type.Object({ state_event: Type.String(), timestamp: Type.Optional(Type.Number()), error: text, reason: text }),
      }),
    ),
  ]),
});
export const ContactReply = Type.Object({ id: Type.String({ minLength: 1 }), name: text, mxid: text, dm_room_mxid: text });
export const ContactsReply = Type.Object({ contacts: Type.Union([Type.Null(), Type.Array(ContactReply)]) });
export const ErrorReply = Type.Object({ errcode: Type.String(), error: text });
