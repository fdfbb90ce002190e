import { Delivery, DeliveryList, deliveryStates } from '@holdfast/contract';
import { Option, type Command } from 'commander';
import { commandApi } from './acting-as.ts';
import { printFields, printTable } from './show.ts';

type Json = { json?: boolean };
const columns = ['state', 'reason', 'kind', 'sender', 'originAt', 'attempts', 'roomId', 'eventId'];

export function addDeliveryCommands(program: Command): void {
  program
    .command('deliveries')
    .description('what is on its way to clients')
    .addOption(new Option('--state <state>', 'only these').choices([...deliveryStates]))
    .option('--room <room-id>', 'only this conversation')
    .option('--limit <count>', 'how many', '100')
    .option('--json', 'for programs')
    .action(async ({ state, room, limit, json }: Json & { state?: string; room?: string; limit: string }, command: Command) => {
      const { deliveries } = await commandApi(command).api.call('GET', '/api/v1/deliveries', { query: { state, roomId: room, limit }, reply: DeliveryList });
      printTable(deliveries, columns, { json, none: 'Nothing is on its way.' });
    });

  const deliver = program.command('deliver').description('decide on a message that waits for a person');
  for (const [act, description] of [
    ['send', 'send it; an uncertain one may arrive twice'],
    ['discard', 'never send it'],
  ] as const) {
    deliver
      .command(act)
      .argument('<event-id>', 'id, see `holdfast deliveries`')
      .description(description)
      .option('--reason <why>', 'kept in the audit trail')
      .option('--json', 'for programs')
      .action(async (eventId: string, { reason, json }: Json & { reason?: string }, command: Command) => {
        const body = reason === undefined ? {} : { reason };
        printFields(await commandApi(command).api.call('POST', `/api/v1/deliveries/${encodeURIComponent(eventId)}/${act}`, { body, reply: Delivery }), { json });
      });
  }
}
