import { Account, DecidedOldChats, OldChatList, oldChatDecisions } from '@holdfast/contract';
import { Option, type Command } from 'commander';
import { OperatorError } from '../apply/operator-error.ts';
import { commandApi } from './acting-as.ts';
import { chooseAccount, chooseEmployee, chooseTeam, listAccounts } from './choose.ts';
import { addLinkCommands } from './link-account.ts';
import { printFields, printTable, say } from './show.ts';

type Add = { label?: string; number?: string; team?: string; owner?: string; used?: boolean; json?: boolean };

export function addAccountCommands(program: Command): void {
  const account = program.command('account').description('messenger accounts (numbers) the company owns');

  account
    .command('list')
    .description('all accounts and whether they are connected')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const accounts = await listAccounts(commandApi(command).api);
      const rows = accounts.map((one) => ({ ...one, account: `${one.bridgeId}/${one.slug}`, state: one.paused ? `${one.state} (paused)` : one.state }));
      printTable(json ? accounts : rows, ['account', 'label', 'number', 'state', 'stateReason', 'stateSince', 'accountId'], { json, none: 'No account yet: `holdfast account add`.' });
    });

  account
    .command('add')
    .argument('<bridge/slug>', 'bridge and short name, e.g. loopback/sales')
    .description('add a company account; `holdfast account link` then connects its number')
    .option('--label <label>', 'name shown to people; else the slug')
    .option('--number <number>', 'E.164 number that linking must yield')
    .option('--team <team>', 'team that answers new conversations')
    .option('--owner <employee>', 'who gets new conversations first')
    .option('--used', 'the number already had conversations: none is answered here before it is decided on')
    .option('--json', 'for programs')
    .action(async (place: string, options: Add, command: Command) => {
      const [bridgeId, slug, rest] = place.split('/');
      if (!bridgeId || !slug || rest !== undefined) throw new OperatorError(`${place} is no account`, 'Write the bridge and a short name, e.g. loopback/sales.');
      const { api } = commandApi(command);
      const body = {
        bridgeId,
        slug,
        label: options.label ?? slug,
        numberHistory: options.used ? 'used' : 'new',
        ...(options.number === undefined ? {} : { number: options.number }),
        ...(options.team === undefined ? {} : { teamId: (await chooseTeam(api, options.team)).teamId }),
        ...(options.owner === undefined ? {} : { ownerUserId: (await chooseEmployee(api, options.owner)).userId }),
      };
      printFields(await api.call('POST', '/api/v1/accounts', { body, reply: Account }), { json: options.json });
    });

  addLinkCommands(account);

  const acts = [
    ['pause', 'pause', 'hold everything that would go out; nothing is lost'],
    ['resume', 'resume', 'send what waited'],
    ['log-out', 'log-out', 'end the login at the messenger; the rooms stay'],
  ] as const;
  for (const [name, act, description] of acts) {
    account
      .command(name)
      .argument('<account>', 'slug, bridge/slug, label or number')
      .requiredOption('--reason <why>', 'kept in the audit trail')
      .option('--json', 'for programs')
      .description(description)
      .action(async (typed: string, { reason, json }: { reason: string; json?: boolean }, command: Command) => {
        const { api } = commandApi(command);
        const { accountId } = await chooseAccount(api, typed);
        printFields(await api.call('POST', `/api/v1/accounts/${accountId}/${act}`, { body: { reason }, reply: Account }), { json });
      });
  }

  account
    .command('old-chats')
    .argument('<account>', 'slug, bridge/slug, label or number')
    .argument('[contacts...]', 'which of them to decide on: ids of the list, or `undecided` for all others')
    .description('conversations a used number had before: list them, or decide with --decision')
    .addOption(new Option('--decision <decision>', 'import now with an owner, wait until they write, or exclude for ever').choices([...oldChatDecisions]))
    .option('--owner <employee>', 'who gets the imported conversations')
    .option('--json', 'for programs')
    .action(async (typed: string, contacts: string[], options: { decision?: string; owner?: string; json?: boolean }, command: Command) => {
      const { api } = commandApi(command);
      const { accountId } = await chooseAccount(api, typed);
      const path = `/api/v1/accounts/${accountId}/old-chats`;
      if (options.decision === undefined) {
        const { oldChats } = await api.call('GET', path, { reply: OldChatList });
        return printTable(oldChats, ['contactId', 'name', 'decision', 'ownerUserId', 'roomId'], { json: options.json, none: 'The number has no earlier conversations.' });
      }
      if (contacts.length === 0) throw new OperatorError('whom is this about?', 'Name contacts of the list, or `undecided` for all without a decision.');
      const body = {
        contactIds: contacts.includes('undecided') ? 'undecided' : contacts,
        decision: options.decision,
        ...(options.owner === undefined ? {} : { ownerUserId: (await chooseEmployee(api, options.owner)).userId }),
      };
      const { decided } = await api.call('POST', path, { body, reply: DecidedOldChats });
      return say(options.json ? JSON.stringify({ decided }) : `Decided on ${decided}.`);
    });
}
