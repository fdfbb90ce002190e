import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import type { Static } from 'typebox';
import { OperatorError } from '../apply/operator-error.ts';
import { commandBox } from './box-option.ts';
import { digits, LogPage, openLoopbackNetwork, Phone, PhoneList, Screen, SentCode, Written, type LogEntry, type LoopbackNetwork, type ScreenMessage } from './loopback-network.ts';
import { harmless, printFields, printTable, say } from './show.ts';

type Json = { json?: boolean };
const time = (ms: number) => new Date(ms).toISOString().slice(11, 19);

/** Acts as the people on the far side of a trial box: `holdfast phone write +48600100200 +48221234567 "Is my order ready?"`. */
export function addPhoneCommands(program: Command): void {
  const phone = program.command('phone').description('trial only: act as a client on the imitation messenger');
  const network = (command: Command): LoopbackNetwork => openLoopbackNetwork(commandBox(command));
  const act = (name: string, description: string) => phone.command(name).description(description).argument('<number>', 'whose phone it is');

  phone
    .command('list')
    .description('all phones of the imitation messenger')
    .option('--json', 'for programs')
    .action(async ({ json }: Json, command: Command) => {
      const { phones } = await network(command).call('GET', '/phones', { reply: PhoneList });
      printTable(phones, ['number', 'name', 'on_network'], { json, none: 'No phone yet: `holdfast phone add`.' });
    });

  act('add', 'switch a phone on, or change it')
    .option('--name <name>', 'name its owner goes by')
    .option('--password <password>', 'cloud password asked for when it is linked')
    .option('--off', 'take it off the network')
    .option('--json', 'for programs')
    .action(async (number: string, { name, password, off, json }: Json & { name?: string; password?: string; off?: boolean }, command: Command) => {
      const body = { on_network: !off, ...(name === undefined ? {} : { name }), ...(password === undefined ? {} : { password }) };
      printFields(await network(command).call('POST', `/phones/${digits(number)}`, { body, reply: Phone }), { json });
    });

  act('write', 'write a message')
    .argument('<to>', 'number or group written to')
    .argument('[text]', 'text, or caption of --file')
    .option('--reply-to <message>', 'id of the message answered')
    .option('--file <path>', 'send a file')
    .option('--kind <kind>', 'image, video, audio, voice, sticker or file')
    .option('--type <mime>', 'media type of --file', 'application/octet-stream')
    .option('--json', 'for programs')
    .action(async (number: string, to: string, text: string | undefined, options: Json & { replyTo?: string; file?: string; kind?: string; type: string }, command: Command) => {
      if (text === undefined && options.file === undefined) throw new OperatorError('nothing to write', 'Give a text or --file.');
      const media = options.file === undefined ? {} : { media: { data: readFileSync(options.file).toString('base64'), mime_type: options.type, file_name: basename(options.file) } };
      const body = { to, ...(text === undefined ? {} : { text }), ...media, ...(options.kind ? { kind: options.kind } : {}), ...(options.replyTo ? { reply_to: options.replyTo } : {}) };
      const written = await network(command).call('POST', `/phones/${digits(number)}/messages`, { body, reply: Written });
      say(options.json ? JSON.stringify(written) : `Written: ${written.id}`);
    });

  act('read', 'what the phone shows')
    .option('--with <number>', 'only this conversation')
    .option('--limit <count>', 'newest messages per conversation', '20')
    .option('--json', 'for programs')
    .action(async (number: string, options: Json & { with?: string; limit: string }, command: Command) => {
      const query = new URLSearchParams({ limit: options.limit, ...(options.with === undefined ? {} : { with: options.with }) });
      const screen = await network(command).call('GET', `/phones/${digits(number)}/screen?${query.toString()}`, { reply: Screen });
      if (options.json) return say(JSON.stringify(screen, null, 2));
      for (const chat of screen.chats) {
        say(`── ${harmless(chat.name ?? (chat.peer ? `+${chat.peer}` : chat.id))} (${chat.id})`);
        for (const message of chat.messages ?? []) say(messageLine(message, screen.number));
      }
      if (screen.chats.length === 0) say('No conversation yet.');
      return undefined;
    });

  act('watch', 'what reaches the phone, as it comes; ends with Ctrl-C')
    .option('--count <entries>', 'end after so many entries')
    .option('--json', 'one line of JSON per entry')
    .action(async (number: string, { count, json }: Json & { count?: string }, command: Command) => {
      const api = network(command);
      const path = `/phones/${digits(number)}/log`;
      let after = await endOfLog(api, path);
      let left = count === undefined ? Infinity : Number(count);
      while (left > 0) {
        const { entries, next } = await api.call('GET', `${path}?after=${after}&limit=1000&wait=30`, { reply: LogPage });
        for (const entry of (entries ?? []).slice(0, left)) say(json ? JSON.stringify(entry) : entryLine(entry));
        left -= entries?.length ?? 0;
        after = next;
      }
    });

  act('edit', 'edit an own message')
    .argument('<message>', 'its id')
    .argument('<text>')
    .action(async (number: string, message: string, text: string, _options, command: Command) => {
      await network(command).call('PATCH', `/phones/${digits(number)}/messages/${encodeURIComponent(message)}`, { body: { text } });
    });
  act('delete', 'delete an own message for everybody')
    .argument('<message>', 'its id')
    .action(async (number: string, message: string, _options, command: Command) => {
      await network(command).call('DELETE', `/phones/${digits(number)}/messages/${encodeURIComponent(message)}`);
    });
  act('react', 'react to a message; without an emoji takes it back')
    .argument('<message>', 'its id')
    .argument('[emoji]')
    .action(async (number: string, message: string, emoji: string | undefined, _options, command: Command) => {
      await network(command).call('POST', `/phones/${digits(number)}/reactions`, { body: { message, emoji: emoji ?? '' } });
    });
  act('typing', 'start typing, or stop')
    .argument('<to>')
    .option('--stop', 'stop typing')
    .action(async (number: string, to: string, { stop }: { stop?: boolean }, command: Command) => {
      await network(command).call('POST', `/phones/${digits(number)}/typing`, { body: { to, typing: !stop } });
    });
  act('seen', 'read everything up to a message')
    .argument('<to>')
    .argument('<message>', 'its id')
    .action(async (number: string, to: string, message: string, _options, command: Command) => {
      await network(command).call('POST', `/phones/${digits(number)}/receipts`, { body: { to, message } });
    });
  act('scan', 'scan the QR code of a linking')
    .argument('<code>', 'what the code holds')
    .action(async (number: string, code: string, _options, command: Command) => {
      await network(command).call('POST', '/qr/scan', { body: { code, number: digits(number) } });
    });
  act('code', 'the login code that was last sent to the phone').action(async (number: string, _options, command: Command) => {
    say((await network(command).call('GET', `/codes/${digits(number)}`, { reply: SentCode })).code);
  });
  act('state', 'put the login of a company number into a state')
    .addOption(new Option('--to <state>', 'the state').choices(['connected', 'connecting', 'transient_disconnect', 'bad_credentials', 'logged_out', 'phone_offline']).makeOptionMandatory())
    .action(async (number: string, { to }: { to: string }, command: Command) => {
      await network(command).call('POST', `/logins/${digits(number)}/state`, { body: { state: to } });
    });
}

/** The log is read from its end: what was before belongs to `read`. */
async function endOfLog(api: LoopbackNetwork, path: string): Promise<number> {
  for (let after = 0; ; ) {
    const { entries, next } = await api.call('GET', `${path}?after=${after}&limit=1000`, { reply: LogPage });
    if ((entries ?? []).length < 1000) return Math.max(after, next, entries?.at(-1)?.seq ?? 0);
    after = next;
  }
}

type Message = Static<typeof ScreenMessage>;
function messageLine({ id, from, sent_at, deleted, content, reactions }: Message, own: string): string {
  const who = from === own ? 'me' : `+${from}`;
  const emojis = Object.values(reactions ?? {}).join('');
  return `${time(sent_at)}  ${id.padEnd(6)}  ${who.padEnd(14)}  ${deleted ? '(deleted)' : textOf(content)}${emojis === '' ? '' : `  [${harmless(emojis)}]`}`;
}

function entryLine({ at, kind, from, message, content, emoji }: Static<typeof LogEntry>): string {
  const what = kind === 'message' || kind === 'edit' ? textOf(content) : kind === 'reaction' ? `reacted ${harmless(emoji ?? '(taken back)')}` : kind;
  return `${time(at)}  ${(message ?? '').padEnd(6)}  ${from === undefined ? '' : `+${from}`.padEnd(14)}  ${kind === 'edit' ? '(edited) ' : ''}${what}`;
}

function textOf(content: Message['content']): string {
  if (!content) return '';
  const media = content.media ? `<${content.kind} ${content.media.file_name ?? content.media.mime_type ?? ''}> ` : content.kind === 'text' ? '' : `<${content.kind}> `;
  return harmless(`${media}${content.text ?? ''}`);
}
