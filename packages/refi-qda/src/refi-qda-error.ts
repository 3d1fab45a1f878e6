/** Why a file cannot be read as a project or a code book. */
export type RefiQdaProblem = 'not-refi-qda' | 'damaged' | 'too-large' | 'ambiguous'

/** The file cannot be read. The message says what is wrong and what to do. */
export class RefiQdaError extends Error {
  override name = 'RefiQdaError'
  readonly problem: RefiQdaProblem

  constructor(problem: RefiQdaProblem, message: string) {
    super(message)
    this.problem = problem
  }
}
