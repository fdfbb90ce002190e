/** One thing to tell, the same for every channel. */
export type Told = {
  readonly alertId: string;
  readonly turn: 'opened' | 'resolved';
  readonly kind: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly target: string;
  readonly at: number;
};

/** Why a message did not go, in a word; `reply` is the number the other side answered with. */
export class NotTold extends Error {
  readonly code: NotToldCode;
  readonly reply: number | null;
  constructor(code: NotToldCode, reply: number | null = null) {
    super(code);
    this.name = code; // what a job keeps of a failure
    this.code = code;
    this.reply = reply;
  }
}

export type NotToldCode =
  | 'NOT_CONFIGURED' | 'HOST_UNKNOWN' | 'CONNECTION_REFUSED' | 'TIMEOUT' | 'TLS_FAILED' | 'TLS_NOT_OFFERED' | 'AUTHENTICATION_FAILED'
  | 'SENDER_REFUSED' | 'RECIPIENT_REFUSED' | 'ADDRESS_NOT_ALLOWED' | 'REDIRECTED' | 'REJECTED' | 'FAILED';

const networkCodes: Readonly<Record<string, NotToldCode>> = {
  ENOTFOUND: 'HOST_UNKNOWN', EAI_AGAIN: 'HOST_UNKNOWN', EDNS: 'HOST_UNKNOWN', ECONNREFUSED: 'CONNECTION_REFUSED', ECONNRESET: 'CONNECTION_REFUSED',
  EHOSTUNREACH: 'CONNECTION_REFUSED', ENETUNREACH: 'CONNECTION_REFUSED', ETIMEDOUT: 'TIMEOUT', ETIME: 'TIMEOUT', EPROTO: 'TLS_FAILED',
};

/** What the network said, in a word of ours; undefined when it says nothing about it. */
export function networkFault(failure: unknown): NotToldCode | undefined {
  const { code, cause } = failure as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') {
    const known = networkCodes[code];
    if (known) return known;
    if (/^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/.test(code)) return 'TLS_FAILED';
  }
  return cause === undefined ? undefined : networkFault(cause);
}
