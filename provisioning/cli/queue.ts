import { OwnedRoom, QueueMessages, StartedConversation } from '@holdfast/contract';
import type { Command } from 'commander';
import { commandApi } from './acting-as.ts';
import { chooseAccount, chooseEmployee, chooseQueued, chooseRoom, chooseTeam, listQueue, listRooms } from './choose.ts';
import { harmless, printFields, printTable, say } from './show.ts';

type Json = { json?: boolean };

export function addQueueCommands(program: Command): void {
  program
    .command('queue')
    .description('conversations that nobody answers yet, longest waiting first')
    .option('--team <team>', 'only this team')
    .option('--json', 'for programs')
    .action(async ({ team, json }: Json & { team?: string }, command: Command) => {
      const { api } = commandApi(command);
      const rooms = await listQueue(api, team === undefined ? {} : { teamId: (await chooseTeam(api, team)).teamId });
      printTable(rooms, ['name', 'waitingMs', 'language', 'unassignedSince', 'roomId'], { json, none: 'Nobody waits.' });
    });

  program
    .command('queue-read')
    .argument('<conversation>', 'room id, or part of the name')
    .description('the last messages of a conversation that nobody answers yet; audited')
    .option('--json', 'for programs')
    .action(async (typed: string, { json }: Json, command: Command) => {
      const { api } = commandApi(command);
      const { roomId } = await chooseQueued(api, typed);
      const { messages } = await api.call('GET', `/api/v1/queue/${encodeURIComponent(roomId)}/messages`, { reply: QueueMessages });
      if (json) return say(JSON.stringify(messages, null, 2));
      for (const { originServerTs, sender, content } of messages) {
        const body = content['body'];
        say(`${new Date(originServerTs).toISOString().slice(0, 19).replace('T', ' ')}  ${harmless(sender)}  ${typeof body === 'string' ? harmless(body) : ''}`);
      }
    });

  program
    .command('claim')
    .argument('<conversation>', 'room id, or part of the name')
    .description('take a conversation from the queue; the first who claims gets it')
    .option('--json', 'for programs')
    .action(async (typed: string, { json }: Json, command: Command) => {
      const { api } = commandApi(command);
      const { roomId } = await chooseQueued(api, typed);
      printFields(await api.call('POST', `/api/v1/queue/${encodeURIComponent(roomId)}/claim`, { body: {}, reply: OwnedRoom }), { json });
    });

  program
    .command('assign')
    .argument('<conversation>', 'room id, or part of the name')
    .argument('<employee>', 'who answers from now on')
    .description('give a conversation of the queue to somebody')
    .option('--reason <why>', 'kept in the audit trail')
    .option('--json', 'for programs')
    .action(async (typed: string, who: string, { reason, json }: Json & { reason?: string }, command: Command) => {
      const { api } = commandApi(command);
      const [{ roomId }, { userId }] = [await chooseQueued(api, typed), await chooseEmployee(api, who)];
      const body = { userId, ...(reason === undefined ? {} : { reason }) };
      printFields(await api.call('POST', `/api/v1/queue/${encodeURIComponent(roomId)}/assign`, { body, reply: OwnedRoom }), { json });
    });

  program
    .command('start-conversation')
    .argument('<account>', 'account to write from')
    .argument('<number>', 'number in E.164, or a name the network knows')
    .description('open a conversation with somebody who has not written; whoever opens it answers it')
    .option('--json', 'for programs')
    .action(async (account: string, identifier: string, { json }: Json, command: Command) => {
      const { api } = commandApi(command);
      const { accountId } = await chooseAccount(api, account);
      printFields(await api.call('POST', '/api/v1/conversations', { body: { accountId, identifier }, reply: StartedConversation }), { json });
    });

  program
    .command('rooms')
    .description('conversations and who answers them')
    .option('--owner <employee>', 'only those of this person')
    .option('--account <account>', 'only those of this account')
    .option('--json', 'for programs')
    .action(async ({ owner, account, json }: Json & { owner?: string; account?: string }, command: Command) => {
      const { api } = commandApi(command);
      const rooms = await listRooms(api, {
        ...(owner === undefined ? {} : { owner: (await chooseEmployee(api, owner)).userId }),
        ...(account === undefined ? {} : { accountId: (await chooseAccount(api, account)).accountId }),
      });
      printTable(rooms, ['name', 'owner', 'covers', 'state', 'lastEventAt', 'roomId'], { json, none: 'No conversation yet.' });
    });

  program
    .command('room-history')
    .argument('<conversation>', 'room id, or part of the name')
    .description('who answered a conversation when')
    .action(async (typed: string, _options, command: Command) => {
      const { api } = commandApi(command);
      const { roomId } = await chooseRoom(api, typed);
      say(JSON.stringify(await api.call('GET', `/api/v1/rooms/${encodeURIComponent(roomId)}/owners`), null, 2));
    });
}
