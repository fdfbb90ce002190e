import { Cover, CoverList } from '@holdfast/contract';
import type { Command } from 'commander';
import { commandApi } from './acting-as.ts';
import { chooseEmployee } from './choose.ts';
import { parseMoment } from './moment.ts';
import { printFields, printTable } from './show.ts';

type Json = { json?: boolean };

export function addCoverCommands(program: Command): void {
  const cover = program.command('cover').description('who answers in somebody’s place between two dates');
  cover
    .command('add')
    .argument('<owner>', 'who is away')
    .argument('<cover>', 'who answers meanwhile')
    .requiredOption('--until <moment>', 'date, time, or span from now on: 2026-12-01, +14d')
    .option('--from <moment>', 'when it begins; else now')
    .requiredOption('--reason <why>', 'kept in the audit trail')
    .option('--json', 'for programs')
    .description('place a cover')
    .action(async (owner: string, who: string, options: Json & { until: string; from?: string; reason: string }, command: Command) => {
      const { api } = commandApi(command);
      const body = {
        ownerUserId: (await chooseEmployee(api, owner)).userId,
        coverUserId: (await chooseEmployee(api, who)).userId,
        untilAt: parseMoment(options.until),
        ...(options.from === undefined ? {} : { fromAt: parseMoment(options.from) }),
        reason: options.reason,
      };
      printFields(await api.call('POST', '/api/v1/covers', { body, reply: Cover }), { json: options.json });
    });
  cover
    .command('end')
    .argument('<cover-id>', 'id, see `holdfast cover list`')
    .option('--json', 'for programs')
    .description('end a cover before its time')
    .action(async (coverId: string, { json }: Json, command: Command) => {
      printFields(await commandApi(command).api.call('POST', `/api/v1/covers/${encodeURIComponent(coverId)}/end`, { body: {}, reply: Cover }), { json });
    });
  cover
    .command('list')
    .option('--all', 'also those that ended')
    .option('--json', 'for programs')
    .description('covers')
    .action(async ({ all, json }: Json & { all?: boolean }, command: Command) => {
      const { covers } = await commandApi(command).api.call('GET', '/api/v1/covers', { query: { current: all ? undefined : true }, reply: CoverList });
      printTable(covers, ['ownerUserId', 'coverUserId', 'fromAt', 'untilAt', 'endedAt', 'reason', 'coverId'], { json, none: 'Nobody is covered for.' });
    });
}
