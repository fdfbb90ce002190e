import type { Account, AccountStatistics, Handset, HandsetState, HandsetTurn, Linking, LinkingRun, LinkingStep, OldChat, TestMessage } from '@holdfast/contract';
import { FakeRefusal, type FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';
import { accountsOf } from './who.ts';

const hour = 3_600_000;
const day = 24 * hour;
const people = ['Zofia Baran', 'Олена Шевченко', 'Mum', 'Nordic Freight', 'Ярослав', 'Łukasz', 'עידו לוי'];

/** Company numbers in every state, a linking that goes through its steps as it is answered, and the register of handsets. */
export function accountHandlers(scene: Scene): FakeHandlers {
  const now = Date.now();
  const states: Partial<Account>[] = [
    { state: 'connected', stateSince: now - 40 * day, lastPhoneContactAt: now - 11 * day, unlinksAt: now + 3.5 * day, riskAccepted: { by: 'pers_1' as never, byName: 'Olga Petrova', at: now - 90 * day }, loginId: '48600100200' as never },
    { state: 'bad-credentials', stateReason: 'SIGNED_OUT', stateSince: now - 5 * hour, riskAccepted: { by: 'pers_1' as never, byName: 'Olga Petrova', at: now - 90 * day }, numberHistory: 'used', loginId: '7' as never },
    { state: 'unlinked', stateSince: now - 2 * hour, numberHistory: null, riskAccepted: null },
    { state: 'connected', stateSince: now - 9 * day, paused: true, loginId: '9' as never },
  ];
  let accounts: Account[] = scene === 'empty' ? [] : accountsOf().map((account, n) => ({ ...account, unofficialClient: true, ...states[n] }));
  if (scene === 'crowded') accounts = Array.from({ length: 60 }, (_, n) => ({ ...accounts[n % 4]!, accountId: `acct_${String(n).padStart(16, '0')}` as never, label: n === 5 ? 'Very long name '.repeat(8) : n === 6 ? 'شركة النور للتجارة' : `${accounts[n % 4]!.label} ${n}` }));
  const account = (id: string | undefined): Account => {
    const found = accounts.find(({ accountId }) => accountId === id);
    if (!found) throw new FakeRefusal(404, 'NOT_FOUND');
    return found;
  };
  function change(id: string | undefined, version: number | undefined, changes: Partial<Account>): Account {
    const before = account(id);
    if (version !== undefined && version !== before.version) throw new FakeRefusal(409, 'CHANGED_MEANWHILE');
    const after = { ...before, ...changes, version: before.version + 1 };
    accounts = accounts.map((one) => (one === before ? after : one));
    return after;
  }

  const common = (n: number) => ({ stepId: `step${n}`, revision: `step${n}-1`, instructions: 'In the words of the bridge' });
  const steps: Readonly<Record<string, readonly LinkingStep[]>> = {
    qr: [{ type: 'display_and_wait', ...common(1), display: 'qr', data: 'loopback:link:8f2c1e0b7a', imageUrl: null }, { type: 'user_input', ...common(2), fields: [{ id: 'password', type: 'password', name: 'Cloud password', description: '', defaultValue: null, pattern: null, options: [] }], attachments: [] }],
    phone: [{ type: 'user_input', ...common(1), fields: [{ id: 'phone_number', type: 'phone_number', name: 'Phone number', description: '', defaultValue: null, pattern: null, options: [] }], attachments: [] }, { type: 'display_and_wait', ...common(2), display: 'code', data: 'KQ7M-4XPD', imageUrl: null }, { type: 'webauthn', ...common(3), url: 'https://network.example/passkey', publicKey: { challenge: 'aGk', allowCredentials: [] } }],
  };
  let linking: Linking | null = null;
  let tested: TestMessage | null = null;
  let at = 0;
  const runs: LinkingRun[] = scene === 'empty' ? [] : [
    { linkingId: 'link_2' as never, flowId: 'qr', state: 'completed', failure: null, startedBy: 'pers_1', startedByName: 'Olga Petrova', startedAt: now - 40 * day, endedAt: now - 40 * day },
    { linkingId: 'link_1' as never, flowId: 'qr', state: 'failed', failure: 'FI.MAU.WHATSAPP.LOGIN_TIMEOUT', startedBy: 'pers_1', startedByName: 'Olga Petrova', startedAt: now - 40 * day - hour, endedAt: now - 40 * day },
  ];
  const running = (): Linking => {
    if (!linking) throw new FakeRefusal(404, 'NOT_FOUND');
    return linking;
  };
  function go(state: Linking['state'], failure: string | null = null): Linking {
    linking = { ...running(), state, failure, step: null, endedAt: Date.now() };
    if (state === 'completed') change(linking.accountId, undefined, { state: 'connected', stateSince: Date.now(), loginId: 'new' as never });
    return linking;
  }
  const next = (): Linking => {
    at += 1;
    const step = steps[running().flowId]?.[at];
    return step ? (linking = { ...running(), step }) : go('completed');
  };

  let chats: OldChat[] = Array.from({ length: scene === 'empty' ? 0 : scene === 'crowded' ? 3_000 : 7 }, (_, n) => ({ contactId: `c${n}`, name: n === 4 ? null : `${people[n % 7]}${n > 6 ? ` ${n}` : ''}`, lastMessageAt: n % 3 === 2 ? 'unknown' : now - n * day, roomId: null, decision: null, ownerUserId: null }));
  const handset = (n: number, state: HandsetState, more: Partial<Handset> = {}): Handset => ({ handsetId: `hset_${String(n).padStart(16, '0')}` as never, label: `Handset ${n + 1}`, accountId: accountsOf()[n % 4]!.accountId, accountLabel: accountsOf()[n % 4]!.label, number: `+4860010020${n % 10}`, imei: '356938035643809', serial: null, note: null, state, holder: null, holderName: null, since: now - n * day, createdAt: 0, version: 1, ...more });
  const held = { holder: 'pers_0000000000000001' as never, holderName: 'Anna Kowalska' };
  let handsets: Handset[] = scene === 'empty' ? [] : [handset(0, 'in-safe'), handset(1, 'handed-out', held), handset(2, 'lost'), handset(3, 'retired')];
  if (scene === 'crowded') handsets = Array.from({ length: 400 }, (_, n) => handset(n, n % 2 ? 'handed-out' : 'in-safe', n % 2 ? held : {}));
  const turns: HandsetTurn[] = [{ at: now - day, state: 'in-safe', holder: null, holderName: null, by: 'pers_1', byName: 'Olga Petrova', reason: null }];
  const one = (id: string | undefined): Handset => handsets.find(({ handsetId }) => handsetId === id) ?? (() => { throw new FakeRefusal(404, 'NOT_FOUND'); })();
  function turn(id: string | undefined, body: { reason?: string; version?: number }, changes: Partial<Handset>): Handset {
    const before = one(id);
    if (body.version !== undefined && body.version !== before.version) throw new FakeRefusal(409, 'CHANGED_MEANWHILE');
    const after = { ...before, since: Date.now(), ...changes, version: before.version + 1 };
    handsets = handsets.map((each) => (each === before ? after : each));
    if (changes.state) turns.unshift({ at: Date.now(), state: after.state, holder: after.holder, holderName: after.holderName, by: 'pers_1', byName: 'Olga Petrova', reason: body.reason ?? null });
    return after;
  }
  const free = { holder: null, holderName: null } as const;

  return {
    'GET /accounts': () => ({ accounts }),
    'GET /accounts/:id': ({ params }) => account(params['id']),
    'POST /accounts'({ body }) {
      const input = body as { label: string; slug: string; number: string | null; bridgeId: string };
      if (accounts.some(({ slug }) => slug === input.slug)) throw new FakeRefusal(409, 'ACCOUNT_EXISTS', '/slug');
      const made = { ...accountsOf()[2]!, unofficialClient: true, numberHistory: null, riskAccepted: null, state: 'unlinked', stateSince: Date.now(), ...input, accountId: 'acct_new0000000000000', network: input.bridgeId } as unknown as Account;
      accounts = [...accounts, made];
      return made;
    },
    'PATCH /accounts/:id': ({ params, body }) => { const { version, ...changes } = body as Partial<Account>; return change(params['id'], version, changes); },
    'POST /accounts/:id/pause': ({ params, body }) => change(params['id'], (body as { version: number }).version, { paused: true }),
    'POST /accounts/:id/resume': ({ params, body }) => change(params['id'], (body as { version: number }).version, { paused: false }),
    'POST /accounts/:id/log-out': ({ params, body }) => change(params['id'], (body as { version: number }).version, { state: 'logged-out', stateSince: Date.now() }),
    'GET /accounts/:id/statistics'({ query }): AccountStatistics {
      const count = Number(query.get('days') ?? 30);
      const quiet = scene === 'empty';
      const days = Array.from({ length: count }, (_, n) => {
        const received = quiet ? 0 : Math.round(40 + 30 * Math.sin(n / 2) + (n % 7) * 6);
        const sent = quiet ? 0 : Math.round(received * 0.8);
        const failed = quiet || n % 11 !== 3 ? 0 : 9;
        return { day: new Date(now - (count - 1 - n) * day).toISOString().slice(0, 10), received, sent, delivered: sent - failed, failed, uncertain: 0, waiting: 0, refused: 0, medianMs: 840, p95Ms: 3_200 };
      });
      const sum = (key: 'received' | 'sent' | 'delivered' | 'failed' | 'uncertain' | 'waiting' | 'refused') => days.reduce((total, each) => total + each[key], 0);
      return { confirmsDelivery: true, days, total: { received: sum('received'), sent: sum('sent'), delivered: sum('delivered'), failed: sum('failed'), uncertain: 1, waiting: quiet ? 0 : 4, refused: sum('refused'), medianMs: quiet ? null : 840, p95Ms: quiet ? null : 3_200 } };
    },
    'POST /accounts/:id/test-message'({ params, body }): TestMessage {
      if (account(params['id']).state !== 'connected') throw new FakeRefusal(409, 'ACCOUNT_NOT_CONNECTED');
      if ((body as { number: string }).number.endsWith('404')) throw new FakeRefusal(422, 'NOT_ON_NETWORK', '/number');
      return (tested = { testMessageId: 'test_1', roomId: '!test:box.test' as never, orderedAt: Date.now(), state: 'ordered', reason: null, settledAt: null });
    },
    'GET /accounts/:id/test-messages/:testId': () => (tested = { ...tested!, state: tested?.state === 'ordered' ? 'sending' : 'delivered', settledAt: tested?.state === 'ordered' ? null : (tested?.orderedAt ?? 0) + 1_400 }),
    'GET /accounts/:id/login-flows': () => ({ flows: [{ flowId: 'qr', name: 'QR', description: '' }, { flowId: 'phone', name: 'Phone code', description: '' }] }),
    'GET /accounts/:id/linkings': () => ({ linkings: runs }),
    'GET /accounts/:id/linkings/latest'({ params }) {
      if (running().accountId !== params['id']) throw new FakeRefusal(404, 'NOT_FOUND');
      return running();
    },
    'POST /accounts/:id/linkings'({ params, body }) {
      const { flowId, acceptRisk } = body as { flowId: string; acceptRisk?: boolean };
      const about = account(params['id']);
      if (about.riskAccepted === null && !acceptRisk) throw new FakeRefusal(409, 'RISK_NOT_ACCEPTED', '/acceptRisk');
      if (linking?.state === 'open') throw new FakeRefusal(409, 'LINKING_IN_PROGRESS');
      at = 0;
      if (acceptRisk) change(about.accountId, undefined, { riskAccepted: { by: 'pers_1' as never, byName: 'Olga Petrova', at: Date.now() } });
      return (linking = { linkingId: 'link_9' as never, accountId: about.accountId, flowId, state: 'open', failure: null, step: steps[flowId]![0]!, working: false, startedAt: Date.now(), updatedAt: Date.now(), endedAt: null });
    },
    'GET /linkings/:id': () => running(),
    'POST /linkings/:id/answer'({ body }) {
      const { values } = body as { values?: Record<string, string> };
      if (values?.['password'] === 'wrong') return go('failed', 'HOLDFAST.LOOPBACK.WRONG_PASSWORD');
      if (values?.['phone_number'] === '+1') throw new FakeRefusal(409, 'LINKING_STEP_INVALID', '/values/phone_number');
      return next();
    },
    'POST /linkings/:id/cancel': () => go('cancelled'),
    // What the phone does, for tests: it scanned, with the right number or another one.
    'POST /fake/scan': ({ body }) => ((body as { wrong?: boolean }).wrong ? go('wrong-number', 'WRONG_NUMBER') : next()),
    'POST /fake/refresh'() { const { step } = running(); linking = { ...running(), step: { ...step, data: `loopback:link:${Date.now()}`, revision: String(Date.now()) } as LinkingStep }; return linking; },
    'GET /accounts/:id/old-chats'({ params }) {
      if (account(params['id']).loginId === null) throw new FakeRefusal(409, 'ACCOUNT_NOT_LINKED');
      return { oldChats: chats };
    },
    'POST /accounts/:id/old-chats'({ body }) {
      const { contactIds, decision, ownerUserId = null } = body as { contactIds: string[] | 'undecided'; decision: OldChat['decision']; ownerUserId?: OldChat['ownerUserId'] };
      const chosen = chats.filter((chat) => (contactIds === 'undecided' ? chat.decision === null : contactIds.includes(chat.contactId)));
      chats = chats.map((chat) => (chosen.includes(chat) ? { ...chat, decision, ownerUserId } : chat));
      return { decided: chosen.length };
    },
    'GET /handsets'({ query }) {
      const found = handsets.filter((each) => (!query.get('state') || each.state === query.get('state')) && (!query.get('accountId') || each.accountId === query.get('accountId')) && (!query.get('q') || each.label.toLowerCase().includes(query.get('q')!.toLowerCase())));
      const from = Number(query.get('after') ?? 0);
      return { handsets: found.slice(from, from + 100), next: from + 100 < found.length ? String(from + 100) : null };
    },
    'GET /handsets/:id': ({ params }) => ({ handset: one(params['id']), history: turns }),
    'POST /handsets'({ body }) { const made = handset(9, 'in-safe', { number: null, imei: null, since: Date.now(), ...(body as Partial<Handset>) }); handsets = [made, ...handsets]; return made; },
    'PATCH /handsets/:id': ({ params, body }) => { const { version, ...changes } = body as Partial<Handset>; return turn(params['id'], version === undefined ? {} : { version }, changes); },
    'POST /handsets/:id/hand-out': ({ params, body }) => turn(params['id'], body, { state: 'handed-out', holder: (body as { personId: never }).personId, holderName: 'Ewa Wiśniewska' }),
    'POST /handsets/:id/return': ({ params, body }) => turn(params['id'], body, { state: 'in-safe', ...free }),
    'POST /handsets/:id/lose': ({ params, body }) => turn(params['id'], body, { state: 'lost' }),
    'POST /handsets/:id/retire': ({ params, body }) => turn(params['id'], body, { state: 'retired', ...free }),
  };
}
