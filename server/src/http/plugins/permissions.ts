import { permissionMatrix, scopeOf, type Permission, type Scope } from '@holdfast/contract';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { AppError } from '../../kernel/index.ts';

/** The whole list of what answers without a session. */
const publicRoutes: ReadonlySet<string> = new Set([
  'GET /health',
  'POST /api/v1/sessions',
  ...['', '/second-factor', '/enrol/totp', '/enrol/totp/confirm', '/enrol/passkey', '/enrol/passkey/confirm', '/link', '/link/use'].map((step) => `POST /api/v1/sign-in${step}`),
]);

/** What answers to the token of the archive's readers, and to no session. */
const readerRoutes: ReadonlySet<string> = new Set(['GET /archive/*', 'POST /archive/access']);

export type RouteRule = { readonly method: string; readonly url: string; readonly permission: Permission | null; /** For the archive's readers alone. */ readonly reader?: true };

/**
 * Every route names one permission of the matrix or the app does not start; whoever lacks it is refused before the body
 * is read. How far it reaches goes to the service as `request.scope`. Returns the rules of all routes registered since.
 */
export function installPermissions(app: FastifyInstance): readonly RouteRule[] {
  const rules: RouteRule[] = [];
  app.decorateRequest('scope', null as unknown as Scope);
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) rules.push(ruleOf(method, route));
  });
  app.addHook('onRequest', async (request) => {
    if (request.is404 || request.routeOptions.config.public || request.routeOptions.config.file || request.routeOptions.config.reader) return;
    const permission = request.routeOptions.config.permission!; // onRoute let no other route through
    const scope = scopeOf(permission, request.actor.roles);
    if (!scope) throw new AppError('FORBIDDEN', `this needs the permission ${permission}`);
    request.scope = scope;
  });
  return rules;
}

function ruleOf(method: string, route: RouteOptions): RouteRule {
  const name = `${method} ${route.url}`;
  const { permission, public: isPublic, file, reader } = route.config ?? {};
  if (file) {
    if (method !== 'GET' && method !== 'HEAD') throw new Error(`route ${name} calls itself a file and is none`);
    return { method, url: route.url, permission: null };
  }
  if (reader) {
    if (!readerRoutes.has(name)) throw new Error(`route ${name} says that readers of the archive may, but only ${[...readerRoutes].join(' and ')} are for them`);
    return { method, url: route.url, permission: null, reader };
  }
  if (isPublic) {
    if (!publicRoutes.has(name)) throw new Error(`route ${name} says it is public, but only ${[...publicRoutes].join(' and ')} may be`);
    return { method, url: route.url, permission: null };
  }
  if (permission === undefined) throw new Error(`route ${name} names no permission`);
  if (!Object.hasOwn(permissionMatrix, permission)) throw new Error(`route ${name} names the unknown permission ${String(permission)}`);
  return { method, url: route.url, permission };
}
