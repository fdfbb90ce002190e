import type { Command } from 'commander';
import { handedIn, readAccessLog } from '../access/index.ts';
import { archiveHome, chooseArchive, knownArchives } from '../home.ts';
import { globalsOf } from './common.ts';
import { moment, oneLine, say, sayJson } from './show.ts';

export function addLogCommands(program: Command): void {
  program
    .command('access-log')
    .description('your own looks: who, when, what, why; checked as a chain')
    .option('--json', 'for programs')
    .action(({ json }: { json?: boolean }, command: Command) => {
      const { home, archive } = globalsOf(command);
      const { accessLog } = archiveHome(home, chooseArchive(home, archive).origin);
      const { entries } = readAccessLog(accessLog);
      const handed = handedIn(accessLog);
      if (json) return sayJson({ handedIn: handed, entries });
      for (const { n, at, holder, action, reason, scope } of entries) say(oneLine(`${n}  ${moment(at)}  ${holder}  ${action}  ${JSON.stringify(scope)}  ${reason}${n > handed ? '  (not handed in yet)' : ''}`));
    });

  program
    .command('archives')
    .description('the archives that were copied here')
    .option('--json', 'for programs')
    .action(({ json }: { json?: boolean }, command: Command) => {
      const { home } = globalsOf(command);
      const known = knownArchives(home);
      if (json) return sayJson(known.map((each) => ({ ...each, folder: archiveHome(home, each.origin).folder })));
      for (const { origin, source, pin } of known) say(oneLine(`${origin}  ${pin?.size ?? 0} records  from ${source}  in ${archiveHome(home, origin).folder}`));
    });
}
