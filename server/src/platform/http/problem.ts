/** What PostgreSQL, the file system and we ourselves say of a disk without space. */
export const diskFullSentence =
  'The disk of the server is full. Nothing was lost; free some space and try again.'

/**
 * An expected refusal, answered as an RFC 9457 problem. `detail` is a sentence for a person: what is wrong and what
 * to do; it never holds what a participant said, nor a name.
 */
export class Problem extends Error {
  override name = 'Problem'
  readonly status: number
  readonly code: string
  readonly fields: { path: string; message: string }[] | undefined

  constructor(
    status: number,
    code: string,
    detail: string,
    fields?: { path: string; message: string }[],
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.fields = fields
  }

  static signIn() {
    return new Problem(401, 'sign-in-needed', 'Please sign in first.')
  }
  static notAllowed(detail: string) {
    return new Problem(403, 'not-allowed', detail)
  }
  static notFound(detail: string) {
    return new Problem(404, 'not-found', detail)
  }
  static conflict(code: string, detail: string) {
    return new Problem(409, code, detail)
  }
  static keyUsedBefore() {
    return Problem.conflict(
      'key-used-before',
      'This Idempotency-Key was used for something else. Use a new one for each step.',
    )
  }
  static diskFull() {
    return new Problem(507, 'disk-full', diskFullSentence)
  }
  static invalid(code: string, detail: string, fields?: { path: string; message: string }[]) {
    return new Problem(422, code, detail, fields)
  }
}
