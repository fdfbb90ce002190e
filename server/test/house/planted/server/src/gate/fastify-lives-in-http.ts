// Planted: reported by `fastify-lives-in-http` and by no other rule.
import { fastify } from 'fastify';
export const planted: unknown = fastify;
