const drawEveryMs = 200;

function inWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}` : `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}

export type Progress = { step(what: string, done: number, of: number): void; end(): void };

/** One line on the terminal that redraws itself, with the time left at the present pace; nothing is drawn where nobody looks. */
export function createProgress(stream: { isTTY?: boolean; write(text: string): unknown } = process.stderr, now: () => number = Date.now): Progress {
  let drawn = 0;
  let drawnAt = 0;
  let stage = { what: '', startedAt: 0, from: 0 };
  return {
    step(what, done, of) {
      const at = now();
      if (stage.what !== what) stage = { what, startedAt: at, from: done };
      if (stream.isTTY !== true || (at - drawnAt < drawEveryMs && done < of)) return;
      drawnAt = at;
      const gone = done - stage.from;
      const left = gone > 0 && done < of ? ` · ${inWords(((at - stage.startedAt) / gone) * (of - done))} left` : '';
      const line = `${what} ${done.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}${left}`;
      stream.write(`\r${line.padEnd(drawn)}`);
      drawn = line.length;
    },
    end() {
      if (drawn > 0) stream.write(`\r${' '.repeat(drawn)}\r`);
      drawn = 0;
    },
  };
}
