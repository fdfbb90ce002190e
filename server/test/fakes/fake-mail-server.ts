import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Of a server that exists only in tests: good for nothing else, and trusted by nobody else. */
export const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUEnVkyZbxby6W68HHKWo+5BLm6gowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjExNTMwOVoYDzIxMjYxMTAy
MTE1MzA5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARD0Xiwt7PaD710QGCmTiP8mCrD98HtJUjT85GEj/7xLtTMRRG8yxB3
Ulbgkmjp8VhUaLTIvkoqhmSZzywevDdwo28wbTAdBgNVHQ4EFgQU7xJ1eoPzG64P
70zSc0o5JsUN8gUwHwYDVR0jBBgwFoAU7xJ1eoPzG64P70zSc0o5JsUN8gUwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgTT3vyz+O0eYqb5SvQVDnGK04aT+SnIL9qHj9EQe20DMCIQCy
dsp5t19I/C+od6R5O8YwB+Ixz1Hx0vqW6yfA9mfqSQ==
-----END CERTIFICATE-----`;
const testKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqyqi5L8RUpe9guPF
qGDNsvviUKonWOxlyo83HoZphSShRANCAARD0Xiwt7PaD710QGCmTiP8mCrD98Ht
JUjT85GEj/7xLtTMRRG8yxB3Ulbgkmjp8VhUaLTIvkoqhmSZzywevDdw
-----END PRIVATE KEY-----`;

export type ReceivedMail = { readonly from: string; readonly to: readonly string[]; readonly headers: ReadonlyMap<string, string>; readonly text: string; readonly secure: boolean; readonly user: string | null };

type Behaviour = {
  starttls?: boolean;
  /** TLS from the first byte. */
  implicit?: boolean;
  login?: { user: string; password: string };
  refuseSender?: boolean;
  refuseRecipient?: boolean;
  refuseData?: number;
  /** Accepts the connection and never says a word. */
  silent?: boolean;
};

/** A small mail server that speaks real SMTP over real sockets: greeting, STARTTLS, AUTH PLAIN and LOGIN, and every way to say no. */
export async function createMailServer(behaviour: Behaviour = {}) {
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const be = { ...behaviour };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    if (be.silent) return;
    if (be.implicit) converse(secured(socket), true, true);
    else converse(socket, false, true);
  });

  function secured(socket: Socket): TLSSocket {
    const secure = new TLSSocket(socket, { isServer: true, cert: testCertificate, key: testKey });
    secure.on('error', () => {});
    return secure;
  }

  function converse(socket: Socket, secure: boolean, greet: boolean): void {
    let buffer = '';
    let user: string | null = null;
    let from = '';
    let to: string[] = [];
    let data: string[] | undefined;
    let login: 'user' | 'password' | undefined;
    let given = '';
    const say = (line: string) => void socket.write(`${line}\r\n`);
    const check = (name: string, password: string) => {
      const right = be.login?.user === name && be.login.password === password;
      if (right) user = name;
      say(right ? '235 2.7.0 welcome' : '535 5.7.8 who are you');
    };
    const commands: Record<string, (rest: string) => void> = {
      EHLO: () => {
        const abilities = ['mail.test', '8BITMIME', ...(be.starttls && !secure ? ['STARTTLS'] : []), ...(be.login ? ['AUTH PLAIN LOGIN'] : [])];
        abilities.forEach((ability, index) => say(`250${index === abilities.length - 1 ? ' ' : '-'}${ability}`));
      },
      STARTTLS: () => {
        if (!be.starttls) return say('502 5.5.1 no');
        say('220 2.0.0 go on');
        socket.removeAllListeners('data');
        converse(secured(socket), true, false);
      },
      AUTH: (rest) => {
        const [method, initial] = rest.split(' ');
        if (method === 'PLAIN') {
          const [, name = '', password = ''] = Buffer.from(initial ?? '', 'base64').toString().split('\0');
          return check(name, password);
        }
        login = 'user';
        say('334 VXNlcm5hbWU6');
      },
      MAIL: (rest) => {
        from = /<(.*)>/.exec(rest)?.[1] ?? '';
        say(be.refuseSender ? '553 5.7.1 not from you' : '250 2.1.0 ok');
      },
      RCPT: (rest) => {
        if (be.refuseRecipient) return say('550 5.1.1 nobody of this name');
        to.push(/<(.*)>/.exec(rest)?.[1] ?? '');
        say('250 2.1.5 ok');
      },
      DATA: () => {
        data = [];
        say('354 go on');
      },
      QUIT: () => {
        say('221 2.0.0 bye');
        socket.end();
      },
    };
    function heard(line: string): void {
      if (data) {
        if (line !== '.') return void data.push(line.replace(/^\.\./, '.'));
        if (be.refuseData) say(`${be.refuseData} 5.3.0 not now`);
        else {
          received.push({ from, to, secure, user, ...parseMail(data) });
          say('250 2.0.0 taken');
        }
        data = undefined;
        to = [];
        return;
      }
      if (login) {
        const text = Buffer.from(line, 'base64').toString();
        if (login === 'password') {
          login = undefined;
          return check(given, text);
        }
        given = text;
        login = 'password';
        return say('334 UGFzc3dvcmQ6');
      }
      const verb = line.split(' ')[0]!.toUpperCase();
      const command = commands[verb];
      if (command) command(line.slice(verb.length + 1));
      else say('500 5.5.2 what?');
    }
    socket.on('data', (bytes: Buffer) => {
      buffer += bytes.toString('utf8');
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        heard(line);
      }
    });
    if (greet) say('220 mail.test ESMTP');
  }

  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    /** Changes how it behaves from the next connection on. */
    behave: (next: Behaviour) => void Object.assign(be, next),
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function parseMail(lines: readonly string[]): { headers: ReadonlyMap<string, string>; text: string } {
  const gap = lines.indexOf('');
  const unfolded = lines.slice(0, gap).join('\n').replaceAll(/\n[ \t]+/g, ' ').split('\n');
  const headers = new Map(unfolded.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  const body = lines.slice(gap + 1).join('\n');
  const encoding = headers.get('content-transfer-encoding');
  if (encoding === 'base64') return { headers, text: Buffer.from(body, 'base64').toString('utf8') };
  if (encoding !== 'quoted-printable') return { headers, text: body };
  const bytes = body.replaceAll('=\n', '').replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return { headers, text: Buffer.from(bytes, 'latin1').toString('utf8') };
}

/** A subject as a reader shows it. */
export function decodeHeader(value: string): string {
  return value.replaceAll(/\?=\s+=\?/g, '?==?').replaceAll(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_all, how: string, text: string) =>
    how.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('utf8') : Buffer.from(text.replaceAll('_', ' ').replaceAll(/=([0-9A-F]{2})/gi, (_each, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8'),
  );
}
