const base = '/_matrix/provision/v3/loopback';
const keyName = 'holdfast.phones.key';

/** What the network answered when it did not do it. `code` is its own word; `unreachable` when there was no answer at all. */
export class Refused extends Error {
  constructor(code, message, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/**
 * Takes the key out of the address at once: there it would be in the history and in every picture of the screen. It lives
 * as long as the tab.
 */
export function takeKey() {
  const given = decodeURIComponent(location.hash.slice(1)).trim();
  if (given !== '') {
    sessionStorage.setItem(keyName, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return hasKey();
}

export const hasKey = () => sessionStorage.getItem(keyName) !== null;
export const keepKey = (key) => sessionStorage.setItem(keyName, key.trim());
export const forgetKey = () => sessionStorage.removeItem(keyName);

let onLockedOut = () => undefined;
export const whenLockedOut = (act) => { onLockedOut = act; };

async function request(method, path, body, signal) {
  let response;
  try {
    response = await fetch(base + path, {
      method,
      signal,
      cache: 'no-store',
      headers: { Authorization: `Bearer ${sessionStorage.getItem(keyName) ?? ''}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Refused('unreachable', 'the network does not answer', 0);
  }
  if (response.ok) return response;
  const answer = await response.json().catch(() => ({}));
  if (response.status === 401 || response.status === 403 && answer.errcode === 'M_UNKNOWN_TOKEN' || answer.errcode === 'M_MISSING_TOKEN') onLockedOut();
  throw new Refused(answer.errcode ?? 'M_UNKNOWN', answer.error ?? `status ${response.status}`, response.status);
}

export async function call(method, path, body, signal) {
  return (await request(method, path, body, signal)).json();
}

export const phonePath = (number, rest = '') => `/phones/${encodeURIComponent(number)}${rest}`;

const kept = new Map();
const keptAtMost = 120;

/** Bytes that a phone shows, with an address for them. Asking again gives the same, until many others were asked for. */
export async function media(path, mimeType) {
  const name = `${mimeType} ${path}`;
  if (!kept.has(name)) {
    kept.set(name, request('GET', path).then(async (response) => {
      const blob = new Blob([await response.arrayBuffer()], { type: mimeType });
      return { blob, url: URL.createObjectURL(blob) };
    }));
    if (kept.size > keptAtMost) {
      const [oldest, held] = kept.entries().next().value;
      kept.delete(oldest);
      held.then(({ url }) => URL.revokeObjectURL(url), () => undefined);
    }
  }
  try {
    return await kept.get(name);
  } catch (failure) {
    kept.delete(name);
    throw failure;
  }
}

export const mediaAddress = async (path, mimeType) => (await media(path, mimeType)).url;
