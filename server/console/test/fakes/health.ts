import { alertKinds, type Alert, type DoctorReport, type HealthReport } from '@holdfast/contract';
import { FakeRefusal, type FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';
import { accountsOf } from './who.ts';

const minute = 60_000;
const checksOf = (): DoctorReport['checks'] => [
  { name: 'disk encryption', group: 'disk', state: 'failed', detail: 'the data directory is on a plain volume', means: 'Whoever carries the disk away can read the live conversations.', mend: 'Put the box on an encrypted volume (LUKS).' },
  { name: 'swap', group: 'memory', state: 'warning', detail: 'swap is on and not encrypted', means: 'Message texts and keys can be written to the swap area in the clear.', mend: 'Encrypt the swap, or turn it off (`swapoff -a`).' },
  { name: 'node', group: 'versions', state: 'ok', detail: 'v24.1.0', means: 'The control plane runs on Node 24.', mend: 'Run `npm ci`.' },
  { name: 'employee app answers', group: 'desktop', state: 'skipped', detail: 'not served here', means: '', mend: '' },
];

/** A box that lives, with a number that does not, checks to be run and alerts of every kind. */
export function healthHandlers(scene: Scene): FakeHandlers {
  const now = Date.now();
  const quiet = scene === 'empty';
  const kinds = [...Object.keys(alertKinds).reverse(), 'of-a-newer-box']; // the latest kinds first: a long list draws only what is in view
  let alerts: Alert[] = Array.from({ length: quiet ? 0 : scene === 'crowded' ? 480 : kinds.length * 2 }, (_, n) => ({
    alertId: `alrt_${String(n).padStart(16, '0')}` as Alert['alertId'], kind: kinds[n % kinds.length]!, target: kinds[n % kinds.length]!.startsWith('account') ? accountsOf()[n % 4]!.accountId : `$event${n}`, teamId: null,
    detail: { roomId: '!room1:box.test', ...(kinds[n % kinds.length]!.startsWith('handset') ? { handsetId: 'hset_0000000000000001', accountId: accountsOf()[1]!.accountId } : {}) }, raisedAt: now - n * 41 * minute, resolvedAt: n >= kinds.length ? now - n * 20 * minute : null,
  }));
  let doctor: DoctorReport = quiet ? { running: false, startedAt: null, finishedAt: null, ms: null, failure: null, checks: [], checkedAt: null } : { running: false, startedAt: now - 90 * minute, finishedAt: now - 89 * minute, ms: 21_000, failure: null, checks: checksOf(), checkedAt: now - 89 * minute };
  return {
    'GET /health': (): HealthReport => ({
      at: Date.now(), trial: true, homeserver: { reachable: true, schemaVersion: 92 }, journal: { recorded: 1_204_331, lagEvents: 0, lastRecordedAt: now - minute, faults: 0 },
      deliveries: quiet ? { waiting: 0, oldestWaitingMs: null, uncertain: 0, needsConfirmation: 0 } : { waiting: 3, oldestWaitingMs: 14 * minute, uncertain: 1, needsConfirmation: 2 },
      bridges: quiet ? [] : (['whatsapp', 'telegram', 'loopback'] as const).map((bridge, n) => ({ bridgeId: bridge as never, network: bridge, reachable: n !== 1, confirmsDelivery: n !== 2, lastHeardAt: now - n * 5 * minute })),
      accounts: accountsOf().map(({ accountId, bridgeId }, n) => ({ accountId, bridgeId, state: n === 1 && !quiet ? 'bad-credentials' : 'connected', stateReason: null, stateSince: now - 200 * minute, paused: n === 3 && !quiet, waiting: 0, oldestWaitingMs: null })), openAlerts: alerts.length,
    }),
    'POST /health/probe': () => ({ probes: [{ bridgeId: 'whatsapp', ok: true, roundTripMs: 84 }, { bridgeId: 'telegram', ok: false, roundTripMs: null, code: 'BRIDGE_UNAVAILABLE' }] }),
    'GET /health/doctor': () => doctor,
    'POST /health/doctor'() {
      doctor = { running: false, startedAt: Date.now(), finishedAt: Date.now(), ms: 900, failure: null, checks: checksOf().map((check) => (check.state === 'warning' ? { ...check, state: 'ok' as const, detail: 'swap is off' } : check)), checkedAt: Date.now() };
      return doctor;
    },
    'GET /alerts': () => ({ alerts }),
    'POST /alerts/:id/acknowledge'({ params }) {
      const alert = alerts.find(({ alertId }) => alertId === params['id']);
      if (!alert) throw new FakeRefusal(404, 'NOT_FOUND');
      alerts = alerts.map((one) => (one === alert ? { ...one, resolvedAt: Date.now() } : one));
      return alerts.find(({ alertId }) => alertId === params['id']);
    },
  };
}
