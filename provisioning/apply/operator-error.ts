/**
 * Something a person has to put right before the command can go on: a missing program, a busy port, a file that is not
 * there. Shown as its message alone, without a stack; anything else that is thrown is a bug.
 */
export class OperatorError extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string) {
    super(`${message}\n  ${remedy}`);
    this.name = 'OperatorError';
    this.remedy = remedy;
  }
}
