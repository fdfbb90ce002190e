import { Type, type Static } from 'typebox';

/**
 * Every refusal the control plane may answer, and the HTTP status it maps to. Codes are never reused or renamed:
 * screens translate them and integrations match on them.
 */
export const errorTable = {
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  SIGN_IN_FAILED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
  INTERNAL: 500,
  HOMESERVER_UNAVAILABLE: 503,
  BRIDGE_UNAVAILABLE: 503,

  ACCOUNT_EXISTS: 409,
  ACCOUNT_NOT_LINKED: 409,
  ACCOUNT_NOT_CONNECTED: 409,
  NUMBER_IN_USE: 409,
  WRONG_NUMBER: 409,
  UNKNOWN_BRIDGE: 404,
  PROVISIONING_UNSUPPORTED: 409,
  LINKING_IN_PROGRESS: 409,
  LINKING_ENDED: 409,
  LINKING_STEP_INVALID: 400,
  NETWORK_REFUSED: 422,
  NOT_ON_NETWORK: 422,
  IDENTIFIER_INVALID: 422,
  CONTACT_BLOCKED: 422,
  NETWORK_LIMITED: 422,
  PERSON_EXISTS: 409,
  PERSON_LOCKED: 409,
  NOT_AN_EMPLOYEE: 409,
  ROOM_NOT_PORTAL: 404,
  ROOM_ALREADY_OWNED: 409,
  ROOM_IN_HANDOVER: 409,
  NOT_OWNER: 403,
  COVER_OVERLAPS: 409,
  HANDOVER_EMPTY: 409,
  HANDOVER_NOT_UNDOABLE: 409,
  HANDOVER_NOT_APPROVABLE: 409,
  APPROVAL_REQUIRED: 409,
  APPROVER_IS_REQUESTER: 403,
  SUCCESSOR_LOCKED: 409,
  SUCCESSOR_REQUIRED: 400,
  REASON_REQUIRED: 400,
  DELIVERY_NOT_DECIDABLE: 409,
  NOTE_NOT_OWN: 403,
  TEMPLATE_NOT_EDITABLE: 403,
  TEMPLATE_LIMIT: 409,
  NOTICE_OUTDATED: 409,
  DEVICE_UNKNOWN: 404,
  CHANGED_MEANWHILE: 409,
  REAUTHENTICATION_REQUIRED: 403,
} as const;
export type ErrorCode = keyof typeof errorTable;

export const ErrorBody = Type.Object(
  {
    code: Type.String({ description: 'One of the closed table of error codes.' }),
    message: Type.String({ description: 'For a developer; a screen shows its own words for the code.' }),
    field: Type.Optional(Type.String({ description: 'JSON pointer of the field at fault.' })),
    requestId: Type.String(),
  },
  { additionalProperties: false },
);
export type ErrorBody = Static<typeof ErrorBody>;
