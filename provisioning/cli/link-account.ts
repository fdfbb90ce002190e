import { Linking, LoginFlowList, type Account, type LinkingStep } from '@holdfast/contract';
import { Option, type Command } from 'commander';
import { renderUnicodeCompact } from 'uqr';
import { OperatorError } from '../apply/operator-error.ts';
import { commandApi } from './acting-as.ts';
import { ask } from './ask.ts';
import { BoxApiError, type BoxApi } from './box-api.ts';
import { choose, chooseAccount } from './choose.ts';
import { digits, openLoopbackNetwork, SentCode, type LoopbackNetwork } from './loopback-network.ts';
import { harmless, say } from './show.ts';

type Options = { flow?: string; set: string[]; imitate?: boolean; json?: boolean };
const pollMs = 400;

export function addLinkCommands(account: Command): void {
  for (const [name, description] of [
    ['link', 'connect an account with its number: draws the QR code, asks for codes, waits'],
    ['relink', 'connect an account again that was logged out; only the same number is accepted'],
  ] as const) {
    account
      .command(name)
      .argument('<account>', 'slug, bridge/slug, label or number')
      .description(description)
      .option('--flow <flow>', 'way of linking, e.g. qr or phone; asked for when there are several')
      .option('--set <field=value>', 'answer to a question, for scripts; may be given more than once', (value: string, before: string[] = []) => [...before, value])
      .addOption(new Option('--imitate', 'trial only: let the imitation phone of the account’s own number scan or answer'))
      .option('--json', 'print the outcome for programs')
      .action(async (typed: string, options: Options, command: Command) => {
        const { api, box } = commandApi(command);
        const chosen = await chooseAccount(api, typed);
        if (name === 'relink' && chosen.loginId === null) throw new OperatorError(`${chosen.label} was never linked`, '`holdfast account link` connects it for the first time.');
        const phone = options.imitate ? await imitatedPhone(openLoopbackNetwork(box), chosen) : undefined;
        const answers = new Map((options.set ?? []).map(fieldAndValue));
        const started = (await openLinking(api, chosen)) ?? (await startLinking(api, chosen, options.flow));
        process.stderr.write('Ctrl-C leaves the linking open for the same command to go on; `holdfast account cancel-link` ends it.\n');
        outcome(await follow(api, started, { answers, phone }), chosen, options);
      });
  }

  account
    .command('cancel-link')
    .argument('<account>', 'slug, bridge/slug, label or number')
    .description('end a linking that is under way')
    .action(async (typed: string, _options, command: Command) => {
      const { api } = commandApi(command);
      const chosen = await chooseAccount(api, typed);
      const latest = await openLinking(api, chosen);
      if (!latest) throw new OperatorError(`${chosen.label} is not being linked`, 'There is nothing to cancel.');
      await api.call('POST', `/api/v1/linkings/${latest.linkingId}/cancel`, { body: {}, reply: Linking });
      say('Cancelled.');
    });
}

/** One that was left open goes on where it was. */
export async function openLinking(api: BoxApi, { accountId }: Account): Promise<Linking | undefined> {
  try {
    const latest = await api.call('GET', `/api/v1/accounts/${accountId}/linkings/latest`, { reply: Linking });
    return latest.state === 'open' ? latest : undefined;
  } catch (refusal) {
    if (refusal instanceof BoxApiError && refusal.code === 'NOT_FOUND') return undefined; // never linked before
    throw refusal;
  }
}

export async function startLinking(api: BoxApi, account: Account, flow: string | undefined): Promise<Linking> {
  const { flowId } = await chooseFlow(api, account, flow);
  const risky = account.unofficialClient && account.riskAccepted === null;
  // An imitation limits nobody; the consent goes on record all the same.
  if (risky && account.network.toLowerCase() !== 'loopback') process.stderr.write(`${account.network} does not know this client and may limit or ban the number. You accept that for the company by linking; it is put on record.\n`);
  return api.call('POST', `/api/v1/accounts/${account.accountId}/linkings`, { body: { flowId, ...(risky ? { acceptRisk: true } : {}) }, reply: Linking });
}

async function chooseFlow(api: BoxApi, account: Account, wanted: string | undefined) {
  const { flows } = await api.call('GET', `/api/v1/accounts/${account.accountId}/login-flows`, { reply: LoginFlowList });
  if (wanted === undefined && flows.length > 1) {
    for (const { flowId, name, description } of flows) process.stderr.write(`  ${flowId}: ${harmless(name)}. ${harmless(description)}\n`);
    wanted = await ask('Which way? ');
  }
  return choose(wanted ?? '', 'way of linking', flows, ({ name, flowId }) => [name, flowId]);
}

type Helpers = { answers: Map<string, string>; phone: ImitatedPhone | undefined };

/** Draws each step once, answers what can be answered, and returns the linking when it has ended. */
async function follow(api: BoxApi, linking: Linking, helpers: Helpers): Promise<Linking> {
  let drawn: string | undefined;
  for (;;) {
    if (linking.state !== 'open') return linking;
    const { step } = linking;
    if (step && !linking.working && step.revision !== drawn) {
      drawn = step.revision;
      const values = await act(step, helpers);
      if (values) {
        linking = await api.call('POST', `/api/v1/linkings/${linking.linkingId}/answer`, { body: { stepId: step.stepId, values }, reply: Linking });
        continue;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    linking = await api.call('GET', `/api/v1/linkings/${linking.linkingId}`, { reply: Linking });
  }
}

/** Shows a step to the person; returns their answers when it asks for some. */
async function act(step: LinkingStep, { answers, phone }: Helpers): Promise<Record<string, string> | undefined> {
  if (step.instructions !== '') process.stderr.write(`${harmless(step.instructions)}\n`);
  switch (step.type) {
    case 'display_and_wait':
      if (step.display === 'qr' && step.data !== null) {
        if (phone) return void (await phone.scan(step.data));
        process.stderr.write(`${renderUnicodeCompact(step.data, { border: 2 })}\n`);
      } else if (step.data !== null) process.stderr.write(`${step.display === 'code' ? 'Code: ' : ''}${harmless(step.data)}\n`);
      else if (step.imageUrl !== null) process.stderr.write(`${harmless(step.imageUrl)}\n`);
      return undefined;
    case 'user_input': {
      const values: Record<string, string> = {};
      for (const field of step.fields) {
        const choices = field.options.length === 0 ? '' : ` (${field.options.map(harmless).join(', ')})`;
        const known = answers.get(field.id) ?? (await phone?.answer(field.id));
        answers.delete(field.id); // asked again means that it was wrong
        values[field.id] = known ?? (await ask(`${harmless(field.name || field.id)}${choices}: `, { secret: field.type === 'password' }));
      }
      return values;
    }
    case 'cookies':
      throw new OperatorError('this way of linking needs a browser', `Choose another with --flow, or do it in the console: ${harmless(step.url)}`);
    case 'webauthn':
      throw new OperatorError('the network asks for a passkey', 'Only a browser can answer that: finish the linking in the console.');
  }
}

function outcome(linking: Linking, account: Account, { json }: Options): void {
  if (json) say(JSON.stringify(linking, null, 2));
  if (linking.state === 'completed') {
    if (!json) say(`${account.label} is linked.`);
    return;
  }
  process.exitCode = 1;
  const why = linking.failure === null ? '' : ` (${linking.failure})`;
  const words = { failed: 'The linking failed', 'wrong-number': 'That was another number than expected; it was logged out again', cancelled: 'The linking was cancelled', open: '' } as const;
  process.stderr.write(`holdfast: ${words[linking.state]}${why}\n`);
}

function fieldAndValue(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new OperatorError(`${text} is no answer`, 'Write the field and its value, e.g. --set code=123456.');
  return [text.slice(0, at), text.slice(at + 1)];
}

export type ImitatedPhone = { scan(code: string): Promise<void>; answer(field: string): Promise<string | undefined> };

/** The handset of the company's own number on a trial box: does what a person with the phone in hand would do. */
export async function imitatedPhone(network: LoopbackNetwork, { number, bridgeId }: Account): Promise<ImitatedPhone> {
  if (bridgeId !== 'loopback') throw new OperatorError(`${bridgeId} is a real messenger`, '--imitate works for accounts of the loopback bridge alone.');
  if (number === null) throw new OperatorError('the account has no number yet', 'Its own imitation phone can only be found by number: `holdfast account add … --number`.');
  await network.call('POST', `/phones/${digits(number)}`, { body: { on_network: true } });
  return {
    scan: async (code) => void (await network.call('POST', '/qr/scan', { body: { code, number: digits(number) } })),
    async answer(field) {
      if (field === 'phone_number') return number;
      if (field === 'code') return (await network.call('GET', `/codes/${digits(number)}`, { reply: SentCode })).code;
      return undefined; // a cloud password is nobody's business but its owner's
    },
  };
}
