import { readFile } from 'node:fs/promises';
import { emptyRoot, formatCheckpoint, signNote } from '@holdfast/archive-format';
import type { BridgeId, EventId, RoomId, UserId } from '@holdfast/contract';
import type { Db, WriteTx } from '../db/index.ts';
import type { Clock, Log, Secret } from '../kernel/index.ts';
import type { EventSource, MediaSource } from '../matrix/index.ts';
import { createAccessIntake } from './access.ts';
import { readLog } from './archive-repository.ts';
import { createSealedBodies, sealOldBodies } from './bodies.ts';
import { createCoverage } from './coverage.ts';
import { createDurableFiles } from './durable-files.ts';
import { sealFacts } from './facts.ts';
import { createGapLedger } from './gaps.ts';
import { logKeys, originOf } from './log-key.ts';
import { createLoop } from './loop.ts';
import { createMediaKeeper } from './media.ts';
import { createPolicyInForce } from './policy-in-force.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { createSealer } from './sealer.ts';
import { createSlotPool } from './slot-pool.ts';
import { archiveStatus } from './status.ts';
import { createVerifying } from './verification.ts';
import { createWitnesses, witnessPatienceMs, type AskWitness, type Witnesses } from './witnesses.ts';

export type ArchiveAlarm = 'archive.no-policy' | 'archive.policy-refused' | 'archive.frozen' | 'archive.failed' | 'archive.unverified' | 'archive.witness-away' | 'archive.media-missing';
export type ArchiveDeps = {
  db: Db;
  clock: Clock;
  log: Log;
  serverName: string;
  directory: string;
  secret: Secret;
  /** Where a policy is put for the box to take; need not exist. */
  policyFile: string;
  media: MediaSource;
  source: EventSource;
  seen: { between(bridge: BridgeId, loginId: string, from: number, to: number): EventId[] | null; known(bridge: BridgeId, eventIds: readonly EventId[]): ReadonlySet<EventId> | null };
  isGhost: (bridgeId: BridgeId, userId: UserId) => boolean;
  /** Whether homeserver and bridges answer now. */
  look: () => Promise<readonly { readonly part: 'bridge' | 'homeserver'; readonly target: string; readonly isUp: boolean }[]>;
  alarms: { raise(tx: WriteTx, alarm: { kind: ArchiveAlarm; target: string; detail?: unknown }): void; resolve(tx: WriteTx, about: { kind: ArchiveAlarm; target: string }): void };
  onStep?: (step: string) => void;
  askWitness?: AskWitness;
  /** How often a head is signed while there is something new. Shorter without witnesses, whom nobody wants to bother each second. */
  publishEveryMs?: { readonly alone: number; readonly witnessed: number };
};
export type Archive = ReturnType<typeof createArchive>;

class WitnessAhead extends Error {}

/**
 * The archive on the box: everything that is recorded is sealed to the key holders and goes into a log that anyone can
 * verify. It appends and cannot read. Knows the journal, from which events come; nobody upstream knows it.
 */
export function createArchive(deps: ArchiveDeps) {
  const { db, clock, log, serverName, directory, policyFile, alarms } = deps;
  const origin = originOf(serverName);
  const { signer, tagKey } = logKeys(origin, deps.secret);
  const stopping = new AbortController();
  const { signal } = stopping;
  const files = createDurableFiles({ directory, ...(deps.onStep ? { onStep: deps.onStep } : {}) });
  const pool = createSlotPool({ clock, log });
  const sealer = createSealer({ clock, pool });
  const inForce = createPolicyInForce({ db, clock, origin, sealer, pool });
  const policy = () => inForce.present()?.policy;
  const raise = (kind: ArchiveAlarm, target: string, detail?: unknown): void => db.write((tx) => alarms.raise(tx, { kind, target, detail }));
  const resolve = (kind: ArchiveAlarm, target: string): void => db.write((tx) => alarms.resolve(tx, { kind, target }));

  const there = createPolicyGate(() => inForce.present() !== undefined, signal);
  const sealing = { db, sealer, pool, policyThere: there.wait };
  const bodies = createSealedBodies(sealing);
  const media = createMediaKeeper({
    db, clock, log, source: deps.media, files, sealer, pool, tagKey, policy, signal,
    onMissing: (roomId: RoomId, eventId, code) => raise('archive.media-missing', eventId, { roomId, code }),
  });
  const witnesses: Witnesses = createWitnesses({ db, clock, log, files, policy, signal, ...(deps.askWitness ? { ask: deps.askWitness } : {}) });
  const publisher: Publisher = createPublisher({
    db, clock, files, signer,
    onFrozen: (code) => raise('archive.frozen', origin, { code }),
    async witness({ size, note }) {
      if ((policy()?.witnesses.length ?? 0) === 0) return note;
      await publisher.keepShown(size, note);
      const shown = await witnesses.show({ size, note });
      if (shown.ahead.length > 0) throw new WitnessAhead();
      return shown.note;
    },
  });
  const verifying = createVerifying({
    db, clock, log,
    order: () => ({ directory, vkey: signer.vkey, genesis: inForce.genesis(), isBegun: readLog(db).signedAt !== null }),
    onResult: ({ faults, first, goodUpTo }) => (faults === 0 ? resolve('archive.unverified', origin) : raise('archive.unverified', origin, { code: first?.code, index: first?.index, goodUpTo })),
  });
  const gaps = createGapLedger({ db, clock, look: deps.look });
  const coverage = createCoverage({ db, clock, source: deps.source, seen: deps.seen, isGhost: (bridgeId, userId) => deps.isGhost(bridgeId, userId as UserId) });
  const takeAccess = createAccessIntake({ db, clock, origin, sealer, pool, policy });

  /** Nothing is signed before a witness has said that it does not know more, or has been silent for so long that nobody waits for it. */
  let askedWitnesses = false;
  const startedAt = clock.now();
  async function mayBegin(): Promise<boolean> {
    if (askedWitnesses || (policy()?.witnesses.length ?? 0) === 0) return true;
    const { head, headSize } = readLog(db);
    const note = head ?? signNote(formatCheckpoint({ origin, size: 0, root: emptyRoot }), signer);
    if (head !== null) await publisher.keepShown(headSize, head);
    const { note: cosigned, ahead, answered } = await witnesses.show({ size: headSize, note });
    const isAhead = (await Promise.all(ahead.map((size) => publisher.hasShown(size)))).includes(false);
    if (isAhead) publisher.freeze('WITNESS_AHEAD');
    else if (head !== null && cosigned !== head) await publisher.putHead(cosigned); // a box that stops does not wait for its witnesses
    askedWitnesses = !isAhead && (answered || clock.now() - startedAt >= witnessPatienceMs);
    return askedWitnesses;
  }

  async function publish(): Promise<boolean> {
    if (inForce.present() === undefined || readLog(db).frozen !== null || !(await mayBegin())) return false;
    try {
      return await publisher.publish();
    } catch (failure) {
      if (!(failure instanceof WitnessAhead)) throw failure;
      publisher.freeze('WITNESS_AHEAD');
      return false;
    }
  }

  let refusedNote: string | null = null;
  /** The file is where `holdfast archive policy` puts what key holders have signed. */
  async function lookForPolicy(): Promise<boolean> {
    const note = await readFile(policyFile, 'utf8').catch((failure: NodeJS.ErrnoException) => {
      if (failure.code === 'ENOENT') return null;
      throw failure;
    });
    if (note === null || note === refusedNote || note === inForce.present()?.note) return false;
    const taken = inForce.take(note);
    if (taken.ok) {
      log.info({ sequence: taken.policy.sequence }, 'archive.policy-taken');
      there.open();
      resolve('archive.no-policy', origin);
      resolve('archive.policy-refused', origin);
    } else {
      refusedNote = note;
      log.error({ code: taken.code }, 'archive.policy-refused');
      raise('archive.policy-refused', origin, { code: taken.code });
    }
    return false;
  }

  async function seal(): Promise<boolean> {
    if (inForce.present() === undefined) return false;
    const earlier = await sealOldBodies(sealing);
    if (earlier > 0) log.info({ events: earlier }, 'archive.earlier-bodies-sealed');
    return sealFacts({ db, sealer, pool });
  }

  async function tidy(): Promise<boolean> {
    await gaps.check();
    db.write((tx) => sealer.endMany(tx, 'old'));
    const away = new Set(witnesses.away());
    for (const { name } of policy()?.witnesses ?? []) (away.has(name) ? raise : resolve)('archive.witness-away', name);
    return false;
  }

  const every = deps.publishEveryMs ?? { alone: 2_000, witnessed: 20_000 };
  let isFailing = false;
  const publishing = {
    onFailed: (failure: unknown) => {
      isFailing = true;
      raise('archive.failed', origin, { code: (failure as NodeJS.ErrnoException).code ?? 'UNKNOWN' });
    },
    onWell: () => {
      if (isFailing) resolve('archive.failed', origin);
      isFailing = false;
    },
  };
  const loops = [
    createLoop({ name: 'policy', step: lookForPolicy, everyMs: 1_000, log }),
    createLoop({ name: 'seal', step: seal, everyMs: 1_000, log }),
    createLoop({ name: 'media', step: async () => inForce.present() !== undefined && (await media.run()), everyMs: 500, log }),
    createLoop({ name: 'publish', step: publish, everyMs: every.alone, log, ...publishing }),
    createLoop({ name: 'tidy', step: tidy, everyMs: 60_000, log }),
  ];

  return {
    origin,
    logKey: signer.vkey,
    /** Where the journal puts bodies. */
    bodies,
    readers: [media.reader, gaps.reader],
    status: () => archiveStatus({ db, origin, logKey: signer.vkey, inForce, pool, verifying }),
    verify: () => verifying.verify(),
    certify: (day: string = coverage.yesterday()) => coverage.certify(day),
    takeAccess,
    /** About once a minute by itself: parts that are away, witnesses that are silent, chains that are old. */
    lookRound: async (): Promise<void> => void (await tidy()),
    /** A file of the archive, for whoever copies it. */
    fileAt: (path: string) => files.read(path),
    directory,
    /** Before the journal reads. Rejects when the folder cannot be written. */
    async start(): Promise<void> {
      await files.clearDrafts();
      await publisher.check();
      gaps.boxStarted();
      await lookForPolicy().catch((failure: unknown) => log.error({ code: (failure as NodeJS.ErrnoException).code }, 'archive.policy-unreadable'));
      if (inForce.present() === undefined) raise('archive.no-policy', origin);
      for (const loop of loops) loop.start();
    },
    /** Whoever waits to seal gives up, so that the journal can stop. */
    abort: () => stopping.abort(),
    /** After everybody who records: chains end, the last records are sealed and signed for. */
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.all([verifying.stop(), ...loops.map((loop) => loop.stop())]);
      if (inForce.present() !== undefined) {
        db.write((tx) => sealer.endMany(tx, 'all'));
        await publish().catch((failure: unknown) => log.warn({ code: (failure as NodeJS.ErrnoException).code }, 'archive.last-head-not-signed')); // the tail is durable and goes on at the next start
      }
      await pool.stop();
      await deps.media.close();
    },
  };
}

/** Lets whoever seals wait until there is somebody to seal to. */
function createPolicyGate(isThere: () => boolean, signal: AbortSignal) {
  let waiting: { resolve(): void; reject(reason: unknown): void }[] = [];
  signal.addEventListener('abort', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error('the box is stopping'));
  });
  return {
    async wait(): Promise<void> {
      if (isThere()) return;
      if (signal.aborted) throw new Error('the box is stopping');
      await new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
    },
    open(): void {
      for (const { resolve } of waiting) resolve();
      waiting = [];
    },
  };
}
