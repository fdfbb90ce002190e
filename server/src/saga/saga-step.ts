import type { ReadDb, WriteTx } from '../db/index.ts';

export type Direction = 'forward' | 'back';

/** What a step found out about its thing, kept with the item and shown in reports. Codes only. */
export type StepOutcome = Readonly<Record<string, string | number | boolean>>;

/**
 * One reversible move. Either half may run again after a crash. A failed step is retried for ever; `undo` runs only on an
 * administrator's order, and may find that `run` never did anything.
 */
export type SagaStep<Input, Ports> = {
  readonly name: string;
  /** Nothing to do for this item: passed over without a commit of its own. Left out, the step always applies. */
  applies?(input: Readonly<Input>, direction: Direction): boolean;
  run(input: Readonly<Input>, ports: Ports): Promise<StepOutcome | void>;
  undo(input: Readonly<Input>, ports: Ports): Promise<StepOutcome | void>;
};

/** One kind of saga: its steps, where an item's facts come from, and what happens in the record when it moves on. */
export type SagaDefinition<Input, Ports> = {
  readonly kind: string;
  /** Lower goes first when several sagas wait for one of the few places. */
  readonly rank: number;
  readonly steps: readonly SagaStep<Input, Ports>[];
  readonly ports: Ports;
  /** The item's facts, read again before each step: what was decided since counts. */
  load(db: ReadDb, sagaId: string, key: string): Input;
  /** Same transaction that marks the item done. */
  itemDone?(tx: WriteTx, sagaId: string, key: string, direction: Direction, outcome: StepOutcome): void;
  /** Same transaction that marks the last item done. May be called again after a reversal. */
  sagaDone?(tx: WriteTx, sagaId: string): void;
  /** The box started again, or the homeserver came back, and the saga goes on. */
  resumed?(tx: WriteTx, sagaId: string): void;
  /** Something about the saga is worth drawing again; throttled by the runner. */
  progressed?(sagaId: string): void;
  /** Rows of finished sagas that nobody asks for are deleted. */
  readonly forget?: boolean;
};

/** The process is going away between two calls: nothing is recorded, the next start goes on from what was. */
export class Interrupted extends Error {
  constructor(where: string) {
    super(`interrupted at ${where}`);
    this.name = 'Interrupted';
  }
}
