import { Option, type Command } from 'commander';
import type { Found } from '../index-store/index.ts';
import { filterKeys, given, openForLook, wholeNumber, withFilters, type FilterOptions } from './common.ts';
import { count, moment, oneLine, say, sayJson, tell } from './show.ts';

type Options = FilterOptions & { reason?: string; order: 'time' | 'rank'; limit: number; before?: number; json?: boolean };

const mostShown = 240;
const marksOf = ({ isWithdrawn, isEdited, isVersion, isLate, isNote }: Found): string => [isWithdrawn ? 'WITHDRAWN' : '', isEdited ? 'CORRECTED LATER' : '', isVersion ? 'correction' : '', isLate ? 'captured late' : '', isNote ? 'internal note' : ''].filter((mark) => mark !== '').map((mark) => ` [${mark}]`).join('');

export function addSearchCommand(program: Command): void {
  withFilters(program.command('search [words...]'))
    .description('find messages: all words in any form; "exactly so"; begin*; -without')
    .option('--reason <reason>', 'why; recorded before the search')
    .addOption(new Option('--order <order>', 'newest first, or best first').choices(['time', 'rank']).default('time'))
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 50)
    .option('--before <record>', 'only records before this one: the next page', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--json', 'for programs')
    .addHelpText('after', '\nQuote the whole query for phrases: search \'"last price" -draft\' --reason "complaint 12"\nЕ stands for ё, и for й, plain letters for accented ones. Words are found in their Russian, Ukrainian, Polish and English forms.\n')
    .action(async (words: string[], options: Options, command: Command) => {
      const { order, limit, before, reason, json } = options;
      const text = words.join(' ');
      const filters = given(options, filterKeys);
      const { index, known } = await openForLook(command, { action: 'search', reason, scope: { words: text, ...filters } });
      try {
        const found = index.search({ text, order, limit, ...filters, ...(before === undefined ? {} : { before }) });
        if (json) return sayJson({ archive: known.origin, upTo: index.indexedTo(), found });
        for (const each of found) {
          say(`${moment(each.at)}  ${oneLine(each.senderName ?? each.sender)} in ${oneLine(each.roomName ?? each.client ?? each.room)}  #${each.index}${marksOf(each)}`);
          const line = oneLine(each.text);
          say(`    ${line.length > mostShown ? `${line.slice(0, mostShown)}…` : line}`);
          say(`    ${oneLine(each.room)}`);
        }
        tell(found.length === 0 ? 'Nothing found.' : `${count(found.length, 'message')}${found.length === limit && order === 'time' ? `; more with --before ${found.at(-1)?.index}` : ''}`);
      } finally {
        index.close();
      }
    });
}
