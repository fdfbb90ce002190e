import type { RoomId } from '@holdfast/contract';
import type { MediaPart, MessageBody, SendState, TimelineItem } from '../../../ipc/index.ts';
import { accounts } from '../../fakes/sample-people.ts';
import { eventId, userId, type FakeState } from '../../fakes/fake-state.ts';

const anna = userId('anna');
const boris = userId('boris');
const minute = 60_000;
type Piece = Partial<TimelineItem> & { body: MessageBody };

const words = (text: string, html: string | null = null): MessageBody => ({ kind: 'text', text, html, emote: false });
const media = (more: Partial<MediaPart> & Pick<MediaPart, 'name' | 'mimeType'>): MediaPart => ({
  source: `mxc://box.test/${more.name}`, size: 248_000, width: null, height: null, durationMs: null, waveform: [], thumbnail: null, animated: false, ...more,
});
export const sent = (state: SendState, reason: string | null = null, progress: number | null = null): TimelineItem['send'] => ({ state, reason, detail: null, at: Date.now() - minute, progress });

/** Adds a conversation of given pieces; each is a few minutes after the one before. */
function room(state: FakeState, roomId: RoomId, name: string, pieces: readonly Piece[], { step = 4 * minute, end = state.now() - 2 * minute } = {}): void {
  const client = userId('client_room1');
  const items = pieces.map((piece, index): TimelineItem => {
    const side = piece.side ?? 'client';
    const id = eventId(`s${index}`);
    return {
      key: id, eventId: id, localId: null, position: index + 1, at: end - (pieces.length - index) * step, senderId: side === 'company' ? anna : client, side, handset: false,
      edited: null, replyTo: null, reactions: [], send: side === 'company' && piece.body.kind !== 'note' ? sent('read') : null, own: side === 'company' && (piece.senderId ?? anna) === anna && !piece.handset, ...piece,
    };
  });
  state.timelines.set(roomId, items);
  state.conversations.set(roomId, {
    roomId, name, avatar: null, direct: true, state: 'open', right: 'owner', ownerUserId: anna, account: accounts.sales,
    client: { clientId: `clnt_${'1'.padStart(20, '0')}` as never, name, firm: 'Kowalski i Synowie', language: 'pl', tags: [] },
    last: null, sortAt: end, unread: 0, mentioned: false, waitingSince: null, draft: null, muted: false, doneAt: null, attention: 0,
  });
}

const ours = (body: MessageBody, more: Partial<TimelineItem> = {}): Piece => ({ side: 'company', body, ...more });
const wave = Array.from({ length: 60 }, (_, index) => Math.round(300 + 700 * Math.abs(Math.sin(index / 3.1) * Math.cos(index / 7))));

export const kinds: readonly Piece[] = [
  { body: words('Dzień dobry, czy zamówienie 1042 już wyszło?') },
  { body: words('Ważne: do czwartku', '<strong>Ważne</strong>: do <em>czwartku</em>, szczegóły na https://example.com/zamowienia?id=1042') },
  ours(words('Good morning Jan, it left the warehouse today.')),
  ours(words('Tracking: example.com/track/1042'), { replyTo: { eventId: eventId('s0'), senderId: userId('client_room1'), preview: { kind: 'text', text: 'Dzień dobry, czy zamówienie 1042 już wyszło?' } }, reactions: [{ key: '👍', senders: [userId('client_room1')], mine: null }, { key: '❤️', senders: [anna, userId('client_room1')], mine: eventId('r1') }] }),
  ours({ kind: 'note', text: 'He asks every week. @Борис Иваненко please check the carrier before Thursday.', mentions: [boris] }),
  { body: { kind: 'image', media: media({ name: 'photo.png', mimeType: 'image/png', width: 1200, height: 800 }), caption: { text: 'Tak wygląda paleta', html: null } } },
  { body: { kind: 'voice', media: media({ name: 'voice.ogg', mimeType: 'audio/ogg', durationMs: 17_000, waveform: wave }), caption: null } },
  ours({ kind: 'file', media: media({ name: 'Umowa ramowa 2026 — Kowalski i Synowie.pdf', mimeType: 'application/pdf', size: 1_480_000 }), caption: null }),
  { body: { kind: 'video', media: media({ name: 'clip.mp4', mimeType: 'video/mp4', width: 640, height: 360, durationMs: 42_000, thumbnail: 'mxc://box.test/photo.png' }), caption: null } },
  { body: { kind: 'location', latitude: 52.2297, longitude: 21.0122, name: 'Magazyn Warszawa' } },
  { body: { kind: 'contact', name: 'Maria Kowalska', media: media({ name: 'maria.vcf', mimeType: 'text/vcard', size: 800 }) } },
  ours({ kind: 'poll', question: 'Which day suits you?', maxSelections: 1, ended: false, options: [{ id: 'a', text: 'Thursday', votes: 3, mine: false }, { id: 'b', text: 'Friday', votes: 1, mine: true }] }),
  { body: { kind: 'call', video: false, missed: true, text: '' } },
  { body: { kind: 'sticker', media: media({ name: 'sticker.png', mimeType: 'image/png', width: 256, height: 256 }), caption: null } },
  { body: { kind: 'deleted', by: null } },
  { body: { kind: 'unsupported', text: '' } },
  ours(words('I can send it on paper too.'), { handset: true, senderId: userId('acct_whatsapp_sales'), own: false, edited: { at: Date.now(), senderId: userId('acct_whatsapp_sales'), handset: true } }),
  ours(words('Boris here, the carrier says Thursday before noon.'), { senderId: boris, own: false }),
  { body: words('Dziękuję 🙏') },
  { body: words('👍') },
];

const states: readonly (readonly [SendState, string | null])[] = [
  ['read', null], ['queued', null], ['uploading', null], ['unsent', 'UPLOAD_FAILED'], ['waiting', null], ['sending', null], ['refused', 'NOT_OWNER'], ['refused', 'REFERENCE_NOT_DELIVERED'], ['failed', 'NETWORK_REFUSED'],
  ['uncertain', 'BRIDGE_DIED'], ['needs-confirmation', 'HANDOVER'], ['needs-confirmation', 'STALE'], ['cancelled', 'WITHDRAWN'], ['discarded', null], ['delivered', null],
];

const tower = 'Z̸̡̢̛̗̘̙̜̝̞̟̠̣̤̥̦̩̪̫̬̭̮̯̰̱̲̳̹̺̻̼͇͈͉͍͎̀́̂̃̄̅̆̇̈̉̊̋̌̍̎̏̐̑̒̓̔̽̾̿̀́͂̓̈́͆͊͋͌'.repeat(12);
export const hostile: readonly Piece[] = [
  { body: words('<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> plain text with tags') },
  { body: words('html', '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><a href="javascript:window.hacked=1">click</a><b style="position:fixed;inset:0" onclick="window.hacked=1">bold</b><iframe srcdoc="x"></iframe><svg onload="window.hacked=1"><a href="https://evil.example/">https://bank.example</a></svg>') },
  { body: words('link', '<a href="https://evil.example/steal">https://bank.example/login</a> and <a href="https://аррӏе.com/">apple.com</a>') },
  { body: words('\u202Eesrever si siht\u202C but this is not. Left \u2067right\u2069 left.') },
  { body: words(tower) },
  { body: words(`${'a'.repeat(3000)} long word`) },
  { body: words('Шестьдесят четыре килобайта. '.repeat(2_260)) },
  { body: { kind: 'file', media: media({ name: 'invoice\u202Efdp.exe', mimeType: 'application/octet-stream' }), caption: null } },
  { body: { kind: 'image', media: media({ name: 'bomb.png', mimeType: 'image/png', width: 30_000, height: 30_000 }), caption: null } },
  { body: { kind: 'contact', name: 'N'.repeat(4_000), media: media({ name: 'x.vcf', mimeType: 'text/vcard' }) } },
  ours(words('ok'), { reactions: [{ key: '\u202E<b>x</b>'.repeat(20), senders: [userId('client_room1')], mine: null }] }),
];

/** A hundred thousand messages of every length, made only where they are read. */
function long(state: FakeState, roomId: RoomId): void {
  const texts = ['Ok', 'Dzień dobry', 'Could you confirm the delivery window for Thursday?', 'Пришлите, пожалуйста, счёт на двенадцать мест и договор, который мы обсуждали на прошлой неделе. '.repeat(2), 'Ні, дякую', 'line\nline\nline'];
  room(state, roomId, 'Jan Kowalski', Array.from({ length: 100_000 }, (_, index): Piece => {
    if (index % 41 === 0) return { body: { kind: 'image', media: media({ name: `photo.png`, mimeType: 'image/png', width: 900 + (index % 7) * 100, height: 600 }), caption: null } };
    if (index % 67 === 0) return ours({ kind: 'note', text: `Note ${index}`, mentions: [] });
    return { side: index % 3 === 0 ? 'company' : 'client', body: words(`${index}: ${texts[index % texts.length]}`) };
  }), { step: 7 * minute });
}

const change = (state: FakeState, roomId: RoomId, more: object): void => void state.conversations.set(roomId, { ...state.conversations.get(roomId)!, ...more });

export const scenes = {
  everything: (state: FakeState, roomId: RoomId) => room(state, roomId, 'Jan Kowalski', kinds),
  states: (state: FakeState, roomId: RoomId) => room(state, roomId, 'Jan Kowalski', states.map(([to, reason], index) => ours(words(`Message ${index + 1}`), { send: sent(to, reason, to === 'uploading' ? 0.42 : null), ...(['queued', 'uploading', 'unsent'].includes(to) ? { eventId: null, localId: `l${index}`, key: `txn:l${index}` } : {}) }))),
  hostile: (state: FakeState, roomId: RoomId) => room(state, roomId, 'Имя '.repeat(1_000), hostile),
  empty: (state: FakeState, roomId: RoomId) => room(state, roomId, 'Emily Carter', []),
  long,
  unread(state: FakeState, roomId: RoomId) {
    room(state, roomId, 'Jan Kowalski', Array.from({ length: 120 }, (_, index): Piece => ({ body: words(`Message ${index}`) })));
    change(state, roomId, { unread: 30 });
    state.rooms.set(roomId, { readUpTo: eventId('s89') });
  },
  closed(state: FakeState, roomId: RoomId) {
    room(state, roomId, 'Jan Kowalski', kinds.slice(0, 4));
    change(state, roomId, { state: 'closed' });
  },
  reader(state: FakeState, roomId: RoomId) {
    room(state, roomId, 'Jan Kowalski', kinds.slice(0, 5));
    change(state, roomId, { right: 'reader' });
  },
  disconnected(state: FakeState, roomId: RoomId) {
    room(state, roomId, 'Jan Kowalski', [...kinds.slice(0, 3), ours(words('This waits.'), { send: sent('waiting') })]);
    change(state, roomId, { account: { ...accounts.sales, state: 'logged-out' } });
  },
  group(state: FakeState, roomId: RoomId) {
    const piotr = userId('piotr');
    room(state, roomId, 'Northwind Traders', [{ body: words('We need the final numbers.') }, { body: words('And the address.'), senderId: piotr }, { body: words('Same as last time'), senderId: piotr }, ours(words('On their way.'))]);
    change(state, roomId, { direct: false });
    state.rooms.set(roomId, { members: [{ userId: userId('client_room1'), name: 'Emily Carter', avatar: null, side: 'client' }, { userId: piotr, name: 'Piotr Zieliński', avatar: null, side: 'client' }, { userId: anna, name: 'Anna Nowak', avatar: null, side: 'company' }] });
  },
} as const;
export type SceneName = keyof typeof scenes;
