import type { Command } from 'commander';
import { AuditorError } from '../auditor-error.ts';
import { isOpened, readRecords, withFileKeys } from '../opening/index.ts';
import { buildConversation, standing, whyNotOpen, type Conversation, type Fact, type Happening, type KeptFile, type Message } from '../reading/index.ts';
import { copyOf } from '../sync/index.ts';
import { filterKeys, given, openForLook, withFilters, type FilterOptions } from './common.ts';
import { moment, oneLine, plain, say, sayJson, tell } from './show.ts';

type Options = FilterOptions & { reason?: string; json?: boolean };

export function addShowCommand(program: Command): void {
  withFilters(program.command('show [room]'))
    .description('a conversation with every version of every message, who was in the room then, and who answered for the company')
    .option('--reason <reason>', 'why; recorded before anything is opened')
    .option('--json', 'for programs')
    .action(async (room: string | undefined, options: Options, command: Command) => {
      const filters = given({ ...options, ...(room === undefined ? {} : { room }) }, filterKeys);
      const { from, to, ...wish } = filters;
      const { reason, json } = options;
      const { index, home, known } = await openForLook(command, { action: 'show', reason, scope: filters });
      try {
        const rooms = index.rooms(wish);
        const [only] = rooms;
        if (!only) throw new AuditorError('NOTHING_FOUND', 'no conversation fits', 'Search first: the last line of each hit is its room.');
        if (rooms.length > 1) {
          for (const each of rooms.slice(0, 50)) say(oneLine(`${each.room}  ${each.name ?? ''}  ${each.client ?? ''}  ${each.account ?? ''}  ${each.records} records`));
          tell(`${rooms.length} conversations fit; name one.`);
          return;
        }
        const facts: Fact[] = [];
        const indices = index.recordsOfRoom(only.room);
        const copy = copyOf(home, known);
        const keys = { size: known.pin?.size ?? 0, chainKeyOf: (kid: string) => index.chain(kid)?.key ?? undefined };
        for await (const record of readRecords(copy, indices, keys)) {
          if (isOpened(record)) facts.push(record.fact);
          else tell(`record ${record.index} does not open: ${record.code}`);
        }
        const conversation = await withFileKeys(buildConversation(only.room, facts), { copy, index, ...keys });
        if (json) return sayJson({ ...conversation, people: Object.fromEntries(conversation.people), messages: conversation.messages.filter(({ at }) => within(at, from, to)) });
        for (const line of conversationLines(conversation, from, to)) say(line);
      } finally {
        index.close();
      }
    });
}

const within = (at: number, from: number | undefined, to: number | undefined): boolean => (from === undefined || at >= from) && (to === undefined || at < to);

/** In the order of the log. */
export function conversationLines(conversation: Conversation, from?: number, to?: number): string[] {
  const { room, name, bridge, account, client } = conversation;
  const parts: ({ index: number; at: number } & ({ message: Message } | { happening: Happening }))[] = [
    ...conversation.messages.map((message) => ({ index: message.index, at: message.at, message })),
    ...conversation.happenings.map((happening) => ({ index: happening.index, at: happening.at, happening })),
  ];
  const shown = parts.filter(({ at }) => within(at, from, to)).sort((a, b) => a.index - b.index);
  return [oneLine([name ?? 'Conversation', room, bridge, account, client].filter((part) => part !== null).join(' · ')), '', ...shown.flatMap((part) => ('message' in part ? messageLines(part.message) : [`${moment(part.at)}  — ${oneLine(part.happening.words)}  #${part.index}`]))];
}

function fileLine(file: KeptFile): string {
  const why = whyNotOpen(file);
  return `    file: ${oneLine(file.name)} (${oneLine(file.mimetype)})${why === null ? '' : `, not here: ${oneLine(why)}`}`;
}

function messageLines(message: Message): string[] {
  const { sender, side, kind, owner, at, index, versions, withdrawals, reactions, files, present, fate, isFromHandset } = message;
  const answered = side === 'client' ? `answers: ${owner?.name ?? 'nobody'}` : side === 'employee' && owner && owner.user !== sender.user ? `in place of ${owner.name}` : null;
  const about = [side, kind === 'message' ? null : kind, isFromHandset ? 'typed on the handset' : null, answered, standing(message) ? null : 'WITHDRAWN'].filter((part) => part !== null).join(', ');
  const indent = (text: string): string => plain(text).split('\n').map((line) => `    ${line}`).join('\n');
  return [
    `${moment(at)}  ${oneLine(sender.name)} (${oneLine(about)})  #${index}`,
    ...versions.flatMap((version, n) => (n === 0 ? [indent(version.words)] : [`    version ${n + 1}, ${moment(version.at)}, ${oneLine(version.by.name)}  #${version.index}:`, indent(`  ${version.words}`)])),
    ...files.map(fileLine),
    ...withdrawals.map(({ at: when, by, reason }) => `    withdrawn ${moment(when)} by ${oneLine(by.name)}${reason === null ? '' : `: ${oneLine(reason)}`}`),
    ...reactions.map(({ key, by, at: when, withdrawnAt }) => `    ${oneLine(key)} from ${oneLine(by.name)} at ${moment(when)}${withdrawnAt === null ? '' : `, taken back ${moment(withdrawnAt)}`}`),
    ...fate.map((each) => `    ${each.kind}: ${oneLine(each.words)}, ${moment(each.at)}`),
    `    in the room: ${oneLine(present.map(({ name }) => name).join(', ') || 'not known')}`,
  ];
}
