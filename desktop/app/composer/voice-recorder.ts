import { takesType } from './file-check.ts';

export type Recording = { readonly blob: Blob; readonly mimeType: string; readonly durationMs: number; readonly waveform: readonly number[] };
export type RecorderFailure = 'denied' | 'no-microphone' | 'unsupported';

/** What a recording needs of the browser, so that tests can speak into it. */
export interface Microphone {
  open(): Promise<MediaStream>;
  recorder(stream: MediaStream, mimeType: string): MediaRecorder;
  isSupported(mimeType: string): boolean;
  /** Loudness now, 0…1. */
  meter(stream: MediaStream): { level(): number; close(): void };
}

const formats = ['audio/ogg;codecs=opus', 'audio/mp4;codecs=opus', 'audio/webm;codecs=opus', 'audio/webm'];
const BARS = 64;
const TICK_MS = 50;

/** A format this browser can make, one the network takes as a voice message if there is such. */
export function voiceFormat(isSupported: (mimeType: string) => boolean, taken: readonly string[]): string | null {
  const made = formats.filter(isSupported);
  return made.find((format) => takesType(taken, format)) ?? made[0] ?? null;
}

/** Loudness over time in 64 steps of 0…1024, the loudest at the top. */
export function waveformOf(levels: readonly number[], bars = BARS): number[] {
  if (levels.length === 0) return [];
  const loudest = Math.max(...levels, 0.05);
  return Array.from({ length: Math.min(bars, levels.length) }, (_, bar) => {
    const count = Math.min(bars, levels.length);
    const from = Math.floor((bar * levels.length) / count);
    const until = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / count));
    return Math.round((Math.max(...levels.slice(from, until)) / loudest) * 1024);
  });
}

export type VoiceRecorder = Awaited<ReturnType<typeof startRecording>>;

/** Starts recording at once. Rejects with a RecorderFailure. `stop` gives the recording, `cancel` throws it away; either closes the microphone. */
export async function startRecording(microphone: Microphone, taken: readonly string[], told: (level: number, elapsedMs: number) => void) {
  const format = voiceFormat((type) => microphone.isSupported(type), taken);
  if (format === null) throw new RecorderError('unsupported');
  const stream = await microphone.open().catch((failure: unknown) => {
    throw new RecorderError(failure instanceof DOMException && failure.name === 'NotAllowedError' ? 'denied' : 'no-microphone');
  });
  const recorder = microphone.recorder(stream, format);
  const meter = microphone.meter(stream);
  const pieces: Blob[] = [];
  const levels: number[] = [];
  const startedAt = performance.now();
  recorder.addEventListener('dataavailable', (event) => pieces.push(event.data));
  recorder.start(1_000);
  const timer = setInterval(() => {
    const level = meter.level();
    levels.push(level);
    told(level, performance.now() - startedAt);
  }, TICK_MS);

  function close(): void {
    clearInterval(timer);
    meter.close();
    for (const track of stream.getTracks()) track.stop();
  }

  return {
    async stop(): Promise<Recording> {
      const durationMs = Math.round(performance.now() - startedAt);
      await new Promise<void>((resolve) => {
        recorder.addEventListener('stop', () => resolve(), { once: true });
        recorder.stop();
      });
      close();
      const mimeType = format.split(';')[0]!;
      return { blob: new Blob(pieces, { type: mimeType }), mimeType, durationMs, waveform: waveformOf(levels) };
    },
    cancel(): void {
      if (recorder.state !== 'inactive') recorder.stop();
      close();
    },
  };
}

export class RecorderError extends Error {
  readonly why: RecorderFailure;
  constructor(why: RecorderFailure) {
    super(why);
    this.name = 'RecorderError';
    this.why = why;
  }
}

/** The computer's own microphone. */
export const systemMicrophone: Microphone = {
  open: () => navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true }, video: false }),
  recorder: (stream, mimeType) => new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 }),
  isSupported: (mimeType) => typeof MediaRecorder !== 'undefined' && MediaRecorder.isTypeSupported(mimeType),
  meter(stream) {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    return {
      level() {
        analyser.getFloatTimeDomainData(samples);
        return Math.min(1, Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length) * 4);
      },
      close: () => void context.close(),
    };
  },
};
