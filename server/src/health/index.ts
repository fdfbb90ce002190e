/** What works and what waits, gathered for screens and for `holdfast doctor`. Reads every room through ports; changes nothing. */
export { createHealth, type HealthDeps } from './health.ts';
