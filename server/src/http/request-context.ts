import type { Permission, Scope } from '@holdfast/contract';
import type { PersonActor } from '../kernel/index.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The one permission a caller needs. A route without it, and not public, does not boot. */
    permission?: Permission;
    /** Answers without a session. Only the routes of `publicRoutes` (plugins/permissions.ts) may say so. */
    public?: true;
  }
  interface FastifyRequest {
    /** Who asks. Set on every route that is not public. */
    actor: PersonActor;
    /** How far the route's permission reaches for them; services enforce it. */
    scope: Scope;
    /** Code of the refusal, for the request's log line. */
    refusal: string | null;
  }
}

export {};
