import type { ServerResponse } from 'node:http';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { SessionId, StreamEvent } from '@holdfast/contract';
import { AppError, type Clock, type News, type PersonActor } from '../kernel/index.ts';
import type { Belonging, Sessions } from './ports.ts';
import { mayHear } from './stream-filter.ts';

export type StreamDeps = { news: News; sessions: Sessions; belonging: Belonging; clock: Clock; heartbeatMs?: number };

/** A screen that reads slower than this many bytes is cut off; it asks the API for the present and connects again. */
const mostUnread = 256 * 1024;
const mostPerPerson = 8;

type Listener = { actor: PersonActor; readonly token: string; readonly sessionId: SessionId; readonly out: ServerResponse };

/**
 * GET /api/v1/stream: what changed, as server-sent events, to whoever may read it. Nothing is replayed: a screen asks
 * the API first, then listens, and asks again whenever the connection was lost.
 */
export function streamRoutes({ news, sessions, belonging, clock, heartbeatMs = 15_000 }: StreamDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    const listeners = new Set<Listener>();

    function end(listener: Listener): void {
      if (listeners.delete(listener)) listener.out.destroy();
    }

    function tell(listener: Listener, event: StreamEvent): void {
      if (event.kind === 'person.changed' && event.userId === listener.actor.userId && !refresh(listener)) return;
      if (!mayHear(listener.actor, event, belonging)) return;
      if (listener.out.writableLength > mostUnread) return end(listener);
      listener.out.write(`event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
    }

    /** Roles may have changed and sessions end: a stream may not outlive what it was opened with. */
    function refresh(listener: Listener): boolean {
      try {
        listener.actor = sessions.actorOf(listener.token, { countsAsUse: false });
        return true;
      } catch {
        end(listener); // the session ended; the screen learns why when it asks again
        return false;
      }
    }

    const forgetNews = news.subscribe((event) => {
      for (const listener of listeners) tell(listener, event);
    });
    const forgetSessions = sessions.onClosed((sessionId) => {
      for (const listener of listeners) if (listener.sessionId === sessionId) end(listener);
    });
    const beat = setInterval(() => {
      for (const listener of listeners) if (refresh(listener)) tell(listener, { kind: 'heartbeat', at: clock.now() });
    }, heartbeatMs);
    beat.unref();

    app.addHook('preClose', async () => {
      clearInterval(beat);
      forgetNews();
      forgetSessions();
      for (const listener of listeners) end(listener);
    });

    app.get(
      '/',
      {
        config: { permission: 'stream:read', idle: true },
        schema: {
          operationId: 'listen',
          summary: 'Live news for screens, as server-sent events; the data of each is a StreamEvent.',
          produces: ['text/event-stream'],
        },
      },
      (request, reply) => {
        const { actor } = request;
        const open = [...listeners].filter((listener) => listener.actor.personId === actor.personId).length;
        if (open >= mostPerPerson) throw new AppError('TOO_MANY_REQUESTS', `at most ${mostPerPerson} streams may be open at once`, { retryAfterSeconds: 15 });
        const out = reply.raw;
        const listener: Listener = { actor, token: request.token!, sessionId: actor.sessionId, out };
        reply.hijack();
        out.on('error', () => end(listener)); // the other side went away
        out.on('close', () => end(listener));
        out.writeHead(200, { ...headersOf(reply.getHeaders()), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
        listeners.add(listener);
        tell(listener, { kind: 'heartbeat', at: clock.now() }); // says at once that the line is open
      },
    );
  };
}

function headersOf(headers: Record<string, number | string | string[] | undefined>): Record<string, number | string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, number | string | string[]] => entry[1] !== undefined));
}
