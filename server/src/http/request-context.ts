import type { Permission, Scope } from '@holdfast/contract';
import type { PersonActor } from '../kernel/index.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The one permission a caller needs. A route without it, and not public, does not boot. */
    permission?: Permission;
    /** Answers without a session. Only the routes of `publicRoutes` (plugins/permissions.ts) may say so. */
    public?: true;
    /** Takes something away: a session of the console must have been proven in the last minutes. */
    reauth?: true;
    /** Asked by screens on their own, time and again: does not keep a session alive. */
    idle?: true;
    /** Not the API: a file of the console. It needs no session and tells nothing. */
    file?: true;
    /** For the tools that copy the archive: answers to their token alone. Only the routes of `readerRoutes` (plugins/permissions.ts) may say so. */
    reader?: true;
  }
  interface FastifyRequest {
    /** Who asks. Set on every route that is not public. */
    actor: PersonActor;
    /** How far the route's permission reaches for them; services enforce it. */
    scope: Scope;
    /** The session's token, as the request brought it; null where none is needed. */
    token: string | null;
    /** Code of the refusal, for the request's log line. */
    refusal: string | null;
  }
}

export {};
