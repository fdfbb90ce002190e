/**
 * Durable queue and schedule. Work ordered inside a transaction runs once that transaction is durable, and again until it
 * succeeded. Runs the handlers it is given; must not know any feature. Sole home of node-cron.
 */
export { createJobs, type Jobs, type JobOrder, type JobRun, type JobView, type StuckJob } from './jobs.ts';
export { backoffMs } from './backoff.ts';
