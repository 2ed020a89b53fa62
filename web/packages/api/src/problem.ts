export type FieldProblem = { field: string; code: string; message: string };

/** Every refusal of the server, and every failure on the way to it, as one thing. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldProblem[];

  constructor(status: number, code: string, detail: string, errors: FieldProblem[] = []) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  /** Nobody knows whether it was done: it is safe to send it again under the same key only. */
  get unsure(): boolean {
    return this.status === 0 || this.status === 504 || this.code === 'timeout';
  }

  static async of(response: Response): Promise<Problem> {
    const told = (await response.json().catch(() => ({}))) as {
      code?: string;
      detail?: string;
      errors?: FieldProblem[];
    };
    return new Problem(response.status, told.code ?? 'http', told.detail ?? response.statusText, told.errors);
  }
}
