import { randomUUID } from 'node:crypto';
import { HttpFailure } from './json-http.ts';
import { askRecord } from './record-of.ts';
import { until } from './until.ts';
import type { Colleague, World } from './world.ts';

/** How far either side runs ahead of the box: enough to lose something, not so much that the test waits for a backlog. */
const ahead = 6;

type Written = { readonly client: number; readonly employee: number };
export type Talk = Awaited<ReturnType<typeof createTalk>>;

/** A client and the employee who got them, writing to each other without end, whatever is killed meanwhile. */
export async function createTalk(world: World, number: string, greeting: string, employees?: readonly Colleague[]) {
  const phone = await world.phone(number, { name: `Client ${number}` });
  await phone.write(world.companyNumber, greeting);
  const { employee, roomId } = await answeredBy(employees ?? world.colleagues, greeting);
  const said: string[] = [];
  const heard: string[] = [greeting];
  let stopped = false;

  /** Insists as a client app does: the same transaction id until the homeserver has it. */
  async function say(text: string): Promise<void> {
    const transactionId = randomUUID();
    await until(`${employee.userId} can write`, async () => {
      try {
        await employee.call('PUT', `/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${transactionId}`, { msgtype: 'm.text', body: text });
        return true;
      } catch (failure) {
        if (failure instanceof HttpFailure && failure.status < 500 && failure.status !== 429) throw failure;
        return false; // the homeserver is away
      }
    }, { timeoutMs: 60_000 });
    said.push(text);
  }

  /** The network lives in the bridge's process: while that is away nobody's phone can write. */
  async function write(text: string): Promise<void> {
    await until(`${number} can write`, async () => {
      const entries = await phone.entries();
      if (entries.some((entry) => entry.own && entry.content?.text === text)) return true; // written, and killed before it said so
      await phone.write(world.companyNumber, text);
      return true;
    }, { timeoutMs: 60_000 });
    heard.push(text);
  }

  const recorded = (): number =>
    askRecord<{ n: number }>(world.recordDb, "SELECT count(*) AS n FROM journal_event WHERE room_id = ? AND type = 'm.room.message' AND sender GLOB '@loopback_*'", roomId)[0]?.n ?? 0;
  const open = (): number =>
    askRecord<{ n: number }>(world.recordDb, "SELECT count(*) AS n FROM outbox WHERE room_id = ? AND state IN ('waiting', 'sending')", roomId)[0]?.n ?? 0;
  const paced = (isFar: () => boolean): Promise<true> => until('the box keeps up', () => stopped || !isFar(), { timeoutMs: 120_000, everyMs: 20 });

  return {
    phone,
    employee,
    roomId,
    say,
    write,
    written: (): Written => ({ client: heard.length, employee: said.length }),
    wroteMoreThan: (before: Written, timeoutMs = 60_000): Promise<true> =>
      until(`both sides of ${number} write on`, () => heard.length > before.client && said.length > before.employee, { timeoutMs, everyMs: 10 }),
    async writeUntilStopped(): Promise<void> {
      const client = async (): Promise<void> => {
        for (let n = 1; !stopped; n++) {
          await write(`client ${number} ${n}`);
          await paced(() => heard.length - recorded() > ahead);
        }
      };
      const colleague = async (): Promise<void> => {
        for (let n = 1; !stopped; n++) {
          await say(`answer ${number} ${n}`);
          await paced(() => open() > ahead);
        }
      };
      await Promise.all([client(), colleague()]);
    },
    stop: () => void (stopped = true),
    /** What the client wrote is in the room, in order (a bridge killed before saving may repeat one); what the employee wrote is on the phone or asked about. */
    async everythingArrived(): Promise<void> {
      let inRoom: string[] = [];
      await until(`the room of ${number} has every word of the client`, async () => {
        const texts = (await allEvents(employee, roomId)).filter((event) => event.sender.startsWith('@loopback_')).map((event) => event.content['body']);
        inRoom = texts.filter((text): text is string => typeof text === 'string' && heard.includes(text));
        return heard.every((text) => inRoom.includes(text));
      });
      const firsts = inRoom.filter((text, at) => inRoom.indexOf(text) === at);
      if (firsts.join('\n') !== heard.join('\n')) throw new Error(`out of order from ${number}: ${firsts.join(' | ')}`);
      const texts = await phone.texts();
      const doubtful = new Set(world.outbox().filter((row) => row.roomId === roomId && row.state !== 'delivered').map((row) => row.body));
      const lost = said.filter((text) => !texts.includes(text) && !doubtful.has(text));
      if (lost.length > 0) throw new Error(`lost on the way to ${number}: ${lost.join(' | ')}`);
    },
  };

  async function answeredBy(candidates: readonly Colleague[], text: string): Promise<{ employee: Colleague; roomId: string }> {
    return until(`somebody answers ${number}`, async () => {
      for (const candidate of candidates) {
        for (const room of await candidate.rooms()) {
          if ((await candidate.events(room)).some((event) => event.content['body'] === text)) return { employee: candidate, roomId: room };
        }
      }
      return undefined;
    }, { everyMs: 100 });
  }
}

async function allEvents(employee: Colleague, roomId: string) {
  type Page = { chunk: { sender: string; content: Record<string, unknown> }[]; end?: string };
  const events: Page['chunk'] = [];
  for (let from = ''; ; ) {
    const page = await employee.call<Page>('GET', `/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=f&limit=500${from === '' ? '' : `&from=${from}`}`);
    events.push(...page.chunk);
    if (page.end === undefined) return events;
    from = page.end;
  }
}
