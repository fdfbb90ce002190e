import type { Command } from 'commander';
import { homeserverSession } from './acting-as.ts';
import { commandBox } from './box-option.ts';
import { choose } from './choose.ts';
import type { HomeserverSession, RoomEvent } from './homeserver-session.ts';
import { harmless, printTable, say } from './show.ts';
import { OperatorError } from '../apply/operator-error.ts';

type Room = { readonly roomId: string; readonly name: string };
type Options = { json?: boolean; limit: string; count?: string };

const acts = {
  rooms: 'the conversations they are in',
  'read <room>': 'the last messages',
  'watch <room>': 'messages as they come; ends with Ctrl-C',
  'send <room> <text>': 'write to the client',
  'reply <room> <event> <text>': 'answer a message',
  'edit <room> <event> <text>': 'correct an own message',
  'react <room> <event> <emoji>': 'react to a message',
  'delete <room> <event>': 'withdraw an own message',
  'note <room> <text>': 'write an internal note, which never leaves the box',
} as const;

/**
 * Acts as an employee at the homeserver, through Matrix and with their own session: what their app will do. For trials and
 * scripts; everything goes the same way through the gate.
 */
export function addAsCommand(program: Command): void {
  program
    .command('as')
    .argument('<name>', 'sign-in name of somebody signed in on this machine (`holdfast sign-in`)')
    .argument('<act>', 'what they do, see below')
    .argument('[words...]', 'room (id or part of the name), text, event id')
    .description('act as an employee, through Matrix')
    .option('--limit <count>', 'messages shown', '20')
    .option('--count <events>', 'watch: end after so many')
    .option('--json', 'for programs')
    .addHelpText('after', `\nActs:\n${Object.entries(acts).map(([act, what]) => `  ${act.padEnd(30)} ${what}`).join('\n')}`)
    .action(async (name: string, act: string, words: string[], options: Options, command: Command) => {
      await perform(homeserverSession(commandBox(command), name), act, words, options);
    });
}

async function perform(me: HomeserverSession, act: string, words: readonly string[], options: Options): Promise<void> {
  if (act === 'rooms') return printTable(await rooms(me), ['name', 'roomId'], { json: options.json, none: 'In no conversation.' });
  const usage = Object.keys(acts).find((key) => key.split(' ')[0] === act);
  if (usage === undefined) throw new OperatorError(`${act} is nothing an employee does here`, `There are: ${Object.keys(acts).join('; ')}.`);
  if (words.length !== usage.split(' ').length - 1) throw new OperatorError(`${act} needs other words`, `Write: holdfast as <name> ${usage}`);
  const room = choose(words[0]!, 'conversation', await rooms(me), ({ roomId, name }) => [roomId, name]).roomId;
  const [first, second] = [words[1] ?? '', words[2] ?? ''];
  const sent = (eventId: string) => say(options.json ? JSON.stringify({ eventId, roomId: room }) : `Sent: ${eventId}`);
  const text = (body: string) => ({ msgtype: 'm.text', body });
  switch (act) {
    case 'read':
      return printEvents(await me.lastEvents(room, Number(options.limit)), options);
    case 'watch':
      return watch(me, room, options);
    case 'send':
      return sent(await me.send(room, 'm.room.message', text(first)));
    case 'reply':
      return sent(await me.send(room, 'm.room.message', { ...text(second), 'm.relates_to': { 'm.in_reply_to': { event_id: first } } }));
    case 'edit': {
      const replacement = { ...text(`* ${second}`), 'm.new_content': text(second), 'm.relates_to': { rel_type: 'm.replace', event_id: first } };
      return sent(await me.send(room, 'm.room.message', replacement));
    }
    case 'react':
      return sent(await me.send(room, 'm.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: first, key: second } }));
    case 'delete':
      return sent(await me.redact(room, first));
    case 'note':
      return sent(await me.send(room, 'io.holdfast.note', { body: first }));
    default:
      throw new OperatorError(`${act} is nothing an employee does here`, `There are: ${Object.keys(acts).join('; ')}.`);
  }
}

async function rooms(me: HomeserverSession): Promise<Room[]> {
  const joined = await me.joinedRooms();
  return Promise.all(joined.map(async (roomId) => ({ roomId, name: nameOf(await me.state(roomId, 'm.room.name')) ?? roomId })));
}

const nameOf = (content: Record<string, unknown> | undefined): string | undefined => {
  const name = content?.['name'];
  return typeof name === 'string' && name !== '' ? name : undefined;
};

async function watch(me: HomeserverSession, room: string, options: Options): Promise<void> {
  let left = options.count === undefined ? Infinity : Number(options.count);
  const abort = new AbortController();
  for await (const event of me.follow(room, abort.signal)) {
    if (eventLine(event) === undefined) continue;
    printEvents([event], options);
    left -= 1;
    if (left <= 0) return abort.abort();
  }
}

/** What became of a message is told behind it where both are shown, and on a line of its own where it comes later. */
function printEvents(events: readonly RoomEvent[], { json }: Options): void {
  const outcomes = new Map<unknown, string>(events.flatMap((event) => (event.type === sendStatus ? [[targetOf(event), outcomeOf(event.content)] as const] : [])));
  const shown = new Set<unknown>(events.map(({ event_id }) => event_id));
  for (const event of events) {
    if (event.type === sendStatus && shown.has(targetOf(event)) && !json) continue;
    const line = eventLine(event);
    const outcome = outcomes.get(event.event_id);
    if (line !== undefined) say(json ? JSON.stringify(event) : `${line}${outcome === undefined ? '' : `  ${outcome}`}`);
  }
}

const sendStatus = 'com.beeper.message_send_status';
const targetOf = ({ content }: RoomEvent): unknown => (content['m.relates_to'] as { event_id?: unknown } | undefined)?.event_id;

function outcomeOf(content: Record<string, unknown>): string {
  if (content['status'] === 'SUCCESS') return '✓ delivered';
  return harmless(`✗ not delivered: ${[content['status'], content['reason'], content['error']].filter((part) => typeof part === 'string').join(', ')}`);
}

/** One line a person can read; undefined for what only programs care about. */
export function eventLine({ event_id, sender, type, origin_server_ts, content, state_key }: RoomEvent): string | undefined {
  if (state_key !== undefined) return undefined;
  const what = wordsOf(type, content);
  if (what === undefined) return undefined;
  return `${new Date(origin_server_ts).toISOString().slice(11, 19)}  ${harmless(sender)}  ${what}  ${event_id}`;
}

function wordsOf(type: string, content: Record<string, unknown>): string | undefined {
  const text = (value: unknown) => (typeof value === 'string' ? harmless(value) : '');
  const relation = content['m.relates_to'] as { key?: unknown; rel_type?: unknown; event_id?: unknown } | undefined;
  switch (type) {
    case 'm.room.message': {
      const kind = content['msgtype'] === 'm.text' ? '' : `<${text(content['msgtype']).replace('m.', '')}> `;
      return `${relation?.rel_type === 'm.replace' ? '(edit) ' : ''}${kind}${text(content['body'])}`;
    }
    case 'm.sticker':
      return `<sticker> ${text(content['body'])}`;
    case 'm.reaction':
      return `reacted ${text(relation?.key)}`;
    case 'm.room.redaction':
      return 'withdrew a message';
    case 'io.holdfast.note':
      return `(note) ${text(content['body'])}`;
    case sendStatus:
      return `${outcomeOf(content)} ${text(relation?.event_id)}`;
    default:
      return type.startsWith('io.holdfast.') ? `(${type}) ${harmless(JSON.stringify(content))}` : undefined;
  }
}
