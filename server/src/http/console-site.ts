import type { FastifyRequest } from 'fastify';
import type { Site } from '../sessions/index.ts';
import { originOf } from './console-cookie.ts';

/** The address the browser knows the box by: passkeys are bound to it. */
export const siteOf = (request: FastifyRequest): Site => ({ rpId: request.hostname, origin: originOf(request) });

const browsers = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'] as const;
const systems = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS X', 'Linux'] as const;

/** 'Firefox, Windows': enough to tell one's sessions apart, and nothing that tells people apart. */
export function labelOf(request: FastifyRequest): string {
  const agent = request.headers['user-agent'] ?? '';
  const known = [browsers.find((name) => agent.includes(name)), systems.find((name) => agent.includes(name))].filter((name) => name !== undefined);
  return known.length === 0 ? 'Console' : known.join(', ').replace('Edg', 'Edge').replace('OPR', 'Opera').replace('Mac OS X', 'macOS');
}
