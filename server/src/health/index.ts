/**
 * What works and what waits, gathered for screens and for `holdfast doctor`. Reads every room through ports; changes nothing.
 * The doctor itself is a command of its own, which this room runs for whoever sits at the console.
 */
export { createDoctor, type Doctor, type DoctorDeps } from './doctor.ts';
export { createHealth, type HealthDeps } from './health.ts';
