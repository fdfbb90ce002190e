import { Handover, HandoverList, HandoverPreview, HandoverRoomPage, type CutAccess, type PlanHandover, type RoomId, type Successors, type UserId } from '@holdfast/contract';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { OperatorError } from '../apply/operator-error.ts';
import { commandApi } from './acting-as.ts';
import type { BoxApi } from './box-api.ts';
import { choose, chooseEmployee, listRooms } from './choose.ts';
import { watchHandover } from './handover-progress.ts';
import { parseMoment } from './moment.ts';
import { printFields, printTable, say } from './show.ts';

type Json = { json?: boolean };
type Plan = Json & { from?: string; room?: string[]; to?: string[]; rule?: string[]; cap?: string; unassigned?: boolean; leaver?: boolean };
type Run = Plan & { reason: string; at?: string; overlapUntil?: string; greeting?: string; wait?: boolean; key?: string };
const several = (value: string, before: string[] = []) => [...before, value];

function withPlan(command: Command): Command {
  return command
    .option('--from <employee>', 'everything this person owns')
    .option('--room <conversation>', 'one conversation, by id or part of the name; may be given more than once', several)
    .option('--to <employee>', 'successor; may be given more than once', several)
    .option('--rule <rule>', 'how to choose among several: language, team, fewest-rooms; in this order', several)
    .option('--cap <rooms>', 'most conversations one successor gets')
    .option('--unassigned', 'what nobody is left for goes into the queue instead of refusing the handover')
    .option('--leaver', 'the person leaves: lock them and sign them out with the cut')
    .option('--json', 'for programs');
}

async function successorsOf(api: BoxApi, { to, rule, cap, unassigned }: Plan): Promise<Successors> {
  const userIds: UserId[] = [];
  for (const typed of to ?? []) userIds.push((await chooseEmployee(api, typed)).userId);
  return {
    userIds,
    ...(rule === undefined ? {} : { rules: rule as NonNullable<Successors['rules']> }),
    ...(cap === undefined ? {} : { capPerPerson: Number(cap) }),
    ...(unassigned ? { otherwise: 'unassigned' as const } : {}),
  };
}

async function planOf(api: BoxApi, options: Plan): Promise<PlanHandover> {
  const { from, room, leaver } = options;
  if ((from === undefined) === (room === undefined)) throw new OperatorError('what is handed over?', 'Give either --from <employee> or --room <conversation>.');
  const successors = await successorsOf(api, options);
  if (from !== undefined) {
    return { scope: { kind: 'person', userId: (await chooseEmployee(api, from)).userId }, successors, ...(leaver ? { leaver } : {}) };
  }
  const rooms = await listRooms(api);
  const roomIds: RoomId[] = room!.map((typed) => choose(typed, 'conversation', rooms, ({ roomId, name }) => [roomId, name ?? roomId]).roomId);
  return { scope: { kind: 'rooms', roomIds }, successors };
}

const roomNames = async (api: BoxApi) => new Map((await listRooms(api)).map(({ roomId, name }) => [roomId, name]));

export function addHandoverCommands(program: Command): void {
  const handover = program.command('handover').description('give conversations to somebody else, all at once');

  withPlan(handover.command('preview').description('what a handover would do, and what speaks against it; changes nothing')).action(async (options: Plan, command: Command) => {
    const { api } = commandApi(command);
    const preview = await api.call('POST', '/api/v1/handovers/preview', { body: await planOf(api, options), reply: HandoverPreview });
    if (options.json) return say(JSON.stringify(preview, null, 2));
    const names = await roomNames(api);
    const rooms = preview.rooms.map((room) => ({ ...room, name: names.get(room.roomId) }));
    printTable(rooms, ['name', 'predecessor', 'successor', 'chosenBy', 'waitingMessages', 'lastEventAt', 'conflicts', 'roomId'], { none: 'No conversation would move.' });
    say(`${preview.moving} would change hands; ${preview.waitingMessages} unsent messages would wait for the successor.`);
    if (preview.approvalNeeded.length > 0) say(`Needs a second person’s approval: ${preview.approvalNeeded.join(', ')}.`);
    if (preview.blocked) say('As it stands it would be refused.');
  });

  withPlan(handover.command('run').description('hand over; in effect for the next message'))
    .requiredOption('--reason <why>', 'kept in the audit trail')
    .option('--at <moment>', 'run then instead of now')
    .option('--overlap-until <moment>', 'until then the predecessor reads and does not write')
    .option('--greeting <file>', 'JSON file: a greeting per language (en, ru, uk, pl)')
    .option('--key <text>', 'two runs with one key are one handover; for scripts')
    .option('--no-wait', 'return at once instead of showing the progress')
    .action(async (options: Run, command: Command) => {
      const { api } = commandApi(command);
      const body = {
        ...(await planOf(api, options)),
        reason: options.reason,
        idempotencyKey: options.key ?? randomUUID(),
        ...(options.at === undefined ? {} : { runAt: parseMoment(options.at) }),
        ...(options.overlapUntil === undefined ? {} : { overlapUntil: parseMoment(options.overlapUntil) }),
        ...(options.greeting === undefined ? {} : { greeting: JSON.parse(readFileSync(options.greeting, 'utf8')) as unknown }),
      };
      const started = await api.call('POST', '/api/v1/handovers', { body, reply: Handover });
      await finish(api, started, options);
    });

  handover
    .command('list')
    .description('handovers, newest first')
    .option('--state <state>', 'only these')
    .option('--json', 'for programs')
    .action(async ({ state, json }: Json & { state?: string }, command: Command) => {
      const { handovers } = await commandApi(command).api.call('GET', '/api/v1/handovers', { query: { state }, reply: HandoverList });
      const rows = handovers.map((one) => ({ ...one, rooms: `${one.progress.done}/${one.progress.rooms}` }));
      printTable(json ? handovers : rows, ['handoverId', 'kind', 'state', 'rooms', 'reason', 'createdAt', 'finishedAt'], { json, none: 'No handover yet.' });
    });

  const about = (name: string, description: string) => handover.command(name).argument('<handover-id>', 'id, see `holdfast handover list`').description(description).option('--json', 'for programs');

  about('show', 'one handover, room by room').action(async (id: string, { json }: Json, command: Command) => {
    const { api } = commandApi(command);
    const path = `/api/v1/handovers/${encodeURIComponent(id)}`;
    const found = await api.call('GET', path, { reply: Handover });
    const rooms: HandoverRoomPage['rooms'] = [];
    for (let after: string | undefined; ; ) {
      const page = await api.call('GET', `${path}/rooms`, { query: { after, limit: 1000 }, reply: HandoverRoomPage });
      rooms.push(...page.rooms);
      if (page.next === null) break;
      after = page.next;
    }
    if (json) return say(JSON.stringify({ handover: found, rooms }, null, 2));
    printFields({ ...found, progress: `${found.progress.done} of ${found.progress.rooms} done, ${found.progress.failed} failing` });
    const names = await roomNames(api);
    const shown = rooms.map((room) => ({ ...room, name: names.get(room.roomId) }));
    printTable(shown, ['name', 'predecessor', 'successor', 'state', 'step', 'attempts', 'errorCode', 'undo', 'roomId'], { none: 'No room.' });
  });

  about('watch', 'follow a handover until it has ended').action(async (id: string, options: Json, command: Command) => {
    const { api } = commandApi(command);
    await finish(api, await api.call('GET', `/api/v1/handovers/${encodeURIComponent(id)}`, { reply: Handover }), { ...options, wait: true });
  });

  for (const [name, description] of [
    ['approve', 'let a handover that somebody else asked for run'],
    ['reject', 'refuse a handover that waits for approval'],
  ] as const) {
    about(name, description)
      .option('--reason <why>', 'kept in the audit trail')
      .action(async (id: string, { reason, json }: Json & { reason?: string }, command: Command) => {
        const { api } = commandApi(command);
        const body = reason === undefined ? {} : { reason };
        await finish(api, await api.call('POST', `/api/v1/handovers/${encodeURIComponent(id)}/${name}`, { body, reply: Handover }), { json, wait: name === 'approve' });
      });
  }

  about('undo', 'order the rooms back, within 24 hours; unlocks nobody')
    .requiredOption('--reason <why>', 'kept in the audit trail')
    .action(async (id: string, { reason, json }: Json & { reason: string }, command: Command) => {
      const { api } = commandApi(command);
      await finish(api, await api.call('POST', `/api/v1/handovers/${encodeURIComponent(id)}/undo`, { body: { reason }, reply: Handover }), { json, wait: true });
    });

  program
    .command('access-off')
    .argument('<employee>', 'whose access ends now')
    .description('the red button: lock somebody, sign them out everywhere and take their conversations, now')
    .requiredOption('--reason <why>', 'kept in the audit trail')
    .option('--to <employee>', 'successor; may be given more than once; else the conversations go into the queue', several)
    .option('--rule <rule>', 'how to choose among several successors', several)
    .option('--no-wait', 'return at once')
    .option('--json', 'for programs')
    .action(async (typed: string, options: Run, command: Command) => {
      const { api } = commandApi(command);
      const { userId } = await chooseEmployee(api, typed);
      const successors = options.to === undefined ? {} : { successors: await successorsOf(api, { ...options, unassigned: true }) };
      const body: CutAccess = { userId, reason: options.reason, idempotencyKey: randomUUID(), ...successors };
      await finish(api, await api.call('POST', '/api/v1/access-off', { body, reply: Handover }), options);
    });
}

/** Shows how it went, waiting for the end if asked to. Exit code 1 when it was refused or rooms still fail. */
async function finish(api: BoxApi, started: Handover, { json, wait }: { json?: boolean | undefined; wait?: boolean | undefined }): Promise<void> {
  const ended = wait === false ? started : await watchHandover(api, started);
  const { handoverId, state, refusedCode, progress, parkedMessages, approvalNeeded, runAt } = ended;
  if (json) say(JSON.stringify(ended, null, 2));
  else printFields({ handoverId, state, refusedCode, rooms: `${progress.done} of ${progress.rooms} done`, failing: progress.failed, parkedMessages, approvalNeeded, runAt });
  if (state === 'refused' || progress.failed > 0) process.exitCode = 1;
}
