import { Team } from '@holdfast/contract';
import type { Command } from 'commander';
import { commandApi } from './acting-as.ts';
import { listTeams } from './choose.ts';
import { printFields, printTable } from './show.ts';

export function addTeamCommands(program: Command): void {
  const team = program.command('team').description('teams of employees');
  team
    .command('list')
    .description('all teams')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      printTable(await listTeams(commandApi(command).api), ['slug', 'name', 'members', 'teamId'], { json, none: 'No team yet: `holdfast team add`.' });
    });
  team
    .command('add')
    .argument('<slug>', 'short name for commands, e.g. sales')
    .argument('<name>', 'name shown to people')
    .description('add a team')
    .option('--json', 'for programs')
    .action(async (slug: string, name: string, { json }: { json?: boolean }, command: Command) => {
      printFields(await commandApi(command).api.call('POST', '/api/v1/teams', { body: { slug, name }, reply: Team }), { json });
    });
}
