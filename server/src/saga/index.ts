/**
 * Durable steps over many things: each step repeatable, each item's progress in the record, resumed after kill -9 between
 * any two of them. Runs the definitions it is given; must not know any feature.
 */
export { createFailpoint } from './failpoint.ts';
export { createSagaRunner, type SagaRunner } from './saga-runner.ts';
export { Interrupted, type Direction, type SagaDefinition, type SagaStep, type StepOutcome } from './saga-step.ts';
export type { ItemOrder, ItemState, SagaCounts, SagaItem } from './saga-repository.ts';
