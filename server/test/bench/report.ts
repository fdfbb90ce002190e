import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

type ResultsFile = { readonly at: URL; readonly head: string };
const benchmarks: ResultsFile = {
  at: new URL('../../../docs/reference/benchmarks.md', import.meta.url),
  head: '# Benchmarks\n\nWritten by `make bench`; ratios against a floor measured in the same run. One run each, on a shared virtual machine: read the\nratios, not the milliseconds.\n',
};
export const soakResults: ResultsFile = {
  at: new URL('../../../docs/reference/soak.md', import.meta.url),
  head: '# Soak\n\nWritten by `make soak`: the kills of `make test`, many times over. The last run of each.\n',
};

/** The value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export type Figure = { readonly name: string; readonly value: string; readonly target: string; readonly met: boolean };

/** Milliseconds a fixed piece of work takes now: two runs that differ by more than a tenth were not on an equal machine. */
export function calibration(): number {
  const started = performance.now();
  let x = 1;
  for (let i = 0; i < 60_000_000; i++) x = (x * 1_103_515_245 + 12_345) & 0x7fff_ffff;
  return Math.round(performance.now() - started + (x & 0));
}

/** Puts one section of the committed results up to date and leaves the others as they are. */
export function writeSection(title: string, intro: string, figures: readonly Figure[], notes: readonly string[], file: ResultsFile = benchmarks): void {
  const text = readExisting(file);
  const body = [
    `## ${title}`,
    '',
    intro,
    '',
    '| figure | measured | target | met |',
    '|---|---|---|---|',
    ...figures.map(({ name, value, target, met }) => `| ${name} | ${value} | ${target} | ${met ? 'yes' : '**no**'} |`),
    '',
    ...notes.map((note) => `- ${note}`),
    `- ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}.`,
    '',
  ].join('\n');
  const section = new RegExp(`## ${title}\\n[\\s\\S]*?(?=\\n## |$)`);
  const next = section.test(text) ? text.replace(section, () => body.trimEnd() + '\n') : `${text.trimEnd()}\n\n${body}`;
  writeFileSync(file.at, `${next.trimEnd()}\n`);
  process.stdout.write(`${body}\n`);
}

function readExisting({ at, head }: ResultsFile): string {
  try {
    return readFileSync(at, 'utf8');
  } catch {
    return head;
  }
}
