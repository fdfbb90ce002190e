/** One thing that is wrong in a file a person wrote: where it is, and what would be right. */
export type ConfigProblem = {
  readonly path: string;
  readonly line: number | null;
  readonly message: string;
};

/** Thrown when a file cannot be used. Its message lists every problem, so that one run is enough to mend them all. */
export class ConfigError extends Error {
  readonly file: string;
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    super(problems.map((problem) => describeProblem(file, problem)).join('\n'));
    this.name = 'ConfigError';
    this.file = file;
    this.problems = problems;
  }
}

function describeProblem(file: string, { path, line, message }: ConfigProblem): string {
  const place = line === null ? file : `${file}:${line}`;
  return path === '' ? `${place}: ${message}` : `${place}: ${path}: ${message}`;
}
