import { HealthReport, ownPingPrefix, ProbeResult } from '@holdfast/contract';
import { answersOk } from '../apply/poll.ts';
import { readSecrets } from '../apply/secret-files.ts';
import { BoxApiError, createBoxApi } from '../cli/box-api.ts';
import { loopbackUrl, type BoxBridge } from '../plan/box-plan.ts';
import { boxBridges } from '../plan/plan-box.ts';
import { boxSecrets, bridgeSecrets } from '../plan/secret-names.ts';
import { failed, ok, skipped, warning, type Check, type CheckContext, type Verdict } from './check.ts';

const FIVE_MINUTES_MS = 5 * 60_000;

/** Checks of the running parts, asked from outside as the parts ask each other. */
export const runningChecks: readonly Check[] = [
  {
    name: 'homeserver answers',
    group: 'homeserver',
    means: 'Nobody can read or write anything.',
    mend: '`holdfast status`, then `holdfast logs homeserver`; `holdfast up` starts it.',
    async run({ box }) {
      const url = `${loopbackUrl(box.config.ports.homeserver)}/_matrix/client/versions`;
      return (await answersOk(url)) ? ok('yes') : failed(`no answer from ${url}`);
    },
  },
  {
    name: 'homeserver schema',
    group: 'homeserver',
    means: "The control plane reads the record from the homeserver's tables and refuses a schema it does not know.",
    mend: 'Run the Synapse release that requirements.txt pins (`holdfast up` makes it), or a Holdfast that knows the newer one.',
    async run(context) {
      const { homeserver } = await readHealth(context);
      if (homeserver.error !== undefined) return failed(`the control plane reports ${homeserver.error}`);
      return homeserver.schemaVersion === null ? failed('the control plane could not read it') : ok(`version ${homeserver.schemaVersion}, read by the control plane`);
    },
  },
  {
    name: 'registrations',
    group: 'homeserver',
    means: 'The homeserver does not know a part of this box by its token, or cannot reach the gate for a bridge.',
    mend: '`holdfast up` renders the registrations and starts the homeserver anew; then `holdfast logs homeserver`.',
    async run(context) {
      const secrets = readSecrets(context.box.layout.secrets);
      const own = [['holdfast', boxSecrets.controlPlaneAsToken], ['doublepuppet', boxSecrets.doublePuppetAsToken]] as const;
      const bridges = boxBridges(context.box);
      const problems = await Promise.all([
        ...own.map(([id, secret]) => whoAmI(context, id, secrets.get(secret))),
        ...bridges.map(({ id }) => pingThroughHomeserver(context, id, secrets.get(bridgeSecrets(id).asToken))),
      ]);
      const wrong = problems.filter((problem) => problem !== undefined);
      return wrong.length === 0 ? ok(`${own.length + bridges.length} accepted; the homeserver reaches the gate for every bridge`) : failed(wrong.join('; '));
    },
  },
  {
    name: 'bridges live',
    group: 'bridges',
    means: 'A messenger is cut off: nothing comes in from it and what is written waits.',
    mend: '`holdfast status`, then `holdfast logs bridge-<id>`; `holdfast up` starts it.',
    run: (context) => askBridges(context, async ({ url }) => {
      if (!(await answersOk(`${url}/_matrix/mau/live`))) return 'does not live';
      return (await answersOk(`${url}/_matrix/mau/ready`)) ? undefined : 'lives, but is not ready';
    }),
  },
  {
    name: 'login flows',
    group: 'bridges',
    means: 'Accounts of the messenger cannot be linked the way the screens offer.',
    mend: 'Compare `login_flows` in bridge.yaml with the release notes of the bridge that is installed.',
    run: (context) => {
      const secrets = readSecrets(context.box.layout.secrets);
      return askBridges(context, (bridge) => compareLoginFlows(context, bridge, secrets.get(bridgeSecrets(bridge.id).provisioning)));
    },
  },
  {
    name: 'probe through the gate',
    group: 'gate',
    means: 'A message would not get from an employee to a messenger and back.',
    mend: 'The code says where it stopped; `holdfast logs control-plane` has the rest.',
    async run(context) {
      const answer = await createBoxApi(context.box).call('POST', '/api/v1/health/probe', { body: {}, reply: ProbeResult, signal: AbortSignal.timeout(30_000) }).catch(explainMissingProbe);
      // A bridge that cannot be started yet is the business of another check.
      const startable = new Set(context.plan.bridges.filter(({ missing }) => missing.length === 0).map(({ id }) => id));
      const probes = answer.probes.filter(({ bridgeId }) => startable.has(bridgeId));
      const wrong = probes.filter((probe) => !probe.ok);
      if (wrong.length > 0) return failed(wrong.map(({ bridgeId, code }) => `${bridgeId}: ${code ?? 'no answer'}`).join('; '));
      return probes.length === 0 ? skipped('no bridge can take a probe') : ok(probes.map(({ bridgeId, roundTripMs }) => `${bridgeId} ${roundTripMs ?? '?'} ms`).join(', '));
    },
  },
  {
    name: 'waiting deliveries',
    group: 'gate',
    means: 'Messages that employees wrote have not reached the messenger.',
    mend: 'See the states of the accounts with `holdfast queue`: a logged-out or paused account holds its messages.',
    async run(context) {
      const { waiting, oldestWaitingMs, uncertain, needsConfirmation } = (await readHealth(context)).deliveries;
      const detail = `${waiting} waiting${oldestWaitingMs === null ? '' : `, the oldest for ${Math.round(oldestWaitingMs / 1000)} s`}; ${uncertain} uncertain; ${needsConfirmation} to confirm`;
      if ((oldestWaitingMs ?? 0) > FIVE_MINUTES_MS) return failed(detail);
      return uncertain + needsConfirmation > 0 ? warning(detail) : ok(detail);
    },
  },
];

const readHealth = ({ box }: CheckContext) => createBoxApi(box).call('GET', '/api/v1/health', { reply: HealthReport, signal: AbortSignal.timeout(10_000) });

function explainMissingProbe(error: unknown): never {
  if (error instanceof BoxApiError && error.status === 404) throw new Error('this control plane has no probe', { cause: error });
  throw error;
}

async function whoAmI({ box }: CheckContext, id: string, token: string | undefined): Promise<string | undefined> {
  const { status } = await ask(`${loopbackUrl(box.config.ports.homeserver)}/_matrix/client/v3/account/whoami`, token);
  return status === 200 ? undefined : `${id}: its token is refused (${status})`;
}

/** The homeserver calls the gate in the bridge's place, which proves both tokens and the address. */
async function pingThroughHomeserver({ box }: CheckContext, id: string, token: string | undefined): Promise<string | undefined> {
  const { status, body } = await ask(`${loopbackUrl(box.config.ports.homeserver)}/_matrix/client/v1/appservice/${id}/ping`, token, { transaction_id: `${ownPingPrefix}doctor` });
  if (status === 200) return undefined;
  const code = (body as { errcode?: string } | undefined)?.errcode;
  return status === 401 || status === 403 ? `${id}: its token is refused (${code ?? status})` : `${id}: the homeserver did not reach the gate (${code ?? status})`;
}

async function ask(url: string, token: string | undefined, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token ?? ''}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: response.status, body: await response.json().catch(() => undefined) };
}

async function compareLoginFlows({ box }: CheckContext, { url, known }: BoxBridge, secret: string | undefined): Promise<string | undefined> {
  const user = encodeURIComponent(`@holdfast:${box.config.server_name}`);
  const { status, body } = await ask(`${url}/_matrix/provision/v3/login/flows?user_id=${user}`, secret);
  if (status !== 200) return `its provisioning API answers ${status}`;
  const offered = ((body as { flows?: { id: string }[] } | undefined)?.flows ?? []).map((flow) => flow.id);
  const missing = known.definition.login_flows.filter((flow) => !offered.includes(flow));
  return missing.length === 0 ? undefined : `does not offer ${missing.join(', ')} (it offers ${offered.join(', ') || 'nothing'})`;
}

/** Asks every bridge that could run; one without a binary is the business of another check. */
async function askBridges({ box, plan }: CheckContext, problemOf: (bridge: BoxBridge) => Promise<string | undefined>): Promise<Verdict> {
  const startable = new Set(plan.processes.map(({ name }) => name));
  const bridges = boxBridges(box).filter(({ id, known }) => startable.has(`bridge-${id}`) && known.definition.framework === 'bridgev2');
  if (bridges.length === 0) return skipped('no bridge of this box can be started, or none has health addresses');
  const problems = await Promise.all(bridges.map(async (bridge) => {
    const problem = await problemOf(bridge).catch((error: unknown) => `does not answer (${error instanceof Error ? error.message : String(error)})`);
    return problem === undefined ? undefined : `${bridge.id} ${problem}`;
  }));
  const wrong = problems.filter((problem) => problem !== undefined);
  return wrong.length === 0 ? ok(bridges.map(({ id }) => id).join(', ')) : failed(wrong.join('; '));
}
