import { AlertList, AuditPage, auditActions } from '@holdfast/contract';
import { Option, type Command } from 'commander';
import { commandApi } from './acting-as.ts';
import { printTable, say } from './show.ts';

type Json = { json?: boolean };

export function addRecordCommands(program: Command): void {
  program
    .command('audit')
    .description('who did what, when and why, oldest first')
    .addOption(new Option('--action <action>', 'only this act').choices([...auditActions]))
    .option('--target <id>', 'only what was done to this')
    .option('--actor <id>', 'only what this person, or part of the box, did')
    .option('--after <seq>', 'only later entries')
    .option('--limit <count>', 'how many', '100')
    .option('--json', 'for programs')
    .action(async ({ json, ...query }: Json & Record<string, string>, command: Command) => {
      const { action, target, actor, after, limit } = query;
      const page = await commandApi(command).api.call('GET', '/api/v1/audit', { query: { action, target, actor, after, limit }, reply: AuditPage });
      printTable(page.entries, ['seq', 'at', 'actor', 'action', 'target', 'reason', 'detail'], { json, none: 'No entry.' });
      if (json) return;
      if (page.smallFirm) say('This box is a small firm: one person may hold two roles.');
      if (page.next !== null) say(`More: --after ${page.next}`);
    });

  program
    .command('alerts')
    .description('what a person should look at')
    .option('--all', 'also what is over')
    .option('--json', 'for programs')
    .action(async ({ all, json }: Json & { all?: boolean }, command: Command) => {
      const { alerts } = await commandApi(command).api.call('GET', '/api/v1/alerts', { query: { open: !all }, reply: AlertList });
      printTable(alerts, ['kind', 'target', 'detail', 'raisedAt', 'resolvedAt'], { json, none: 'All is well.' });
    });
}
