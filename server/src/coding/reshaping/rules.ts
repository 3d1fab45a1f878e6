/** A coding that stands on exactly the passage of another by the same coder. */
export interface Twin {
  id: string
  code: string
  weight: number | null
  comment: string
  /** Whether something of a later room stands on it. */
  held: boolean
}

/** What becomes of twins when their codes are merged. */
export interface Folded {
  /** The one that is left, under the code of the merge. */
  kept: { id: string; weight: number | null; comment: string }
  /** Those that become one with it. */
  gone: readonly string[]
  /** Those that stay with their old code: something stands on them as well as on the one that is kept. */
  stays: readonly string[]
}

/**
 * Makes one coding of several by one coder on one passage. The one is kept on which something stands, else the one that
 * has the code of the merge already, else the first; its own weight goes before the others', and no comment is lost.
 */
export function fold(twins: readonly [Twin, ...Twin[]], into: string): Folded {
  const held = twins.filter((twin) => twin.held)
  const kept =
    held.find(({ code }) => code === into) ??
    held[0] ??
    twins.find(({ code }) => code === into) ??
    twins[0]
  // Another that is held cannot go; if it has the code of the merge, it is the kept one.
  const stays = held.filter((twin) => twin !== kept)
  const folded = [kept, ...twins.filter((twin) => twin !== kept && !stays.includes(twin))]
  const comments = folded.map(({ comment }) => comment.trim()).filter(Boolean)
  return {
    kept: {
      id: kept.id,
      weight: folded.map(({ weight }) => weight).find((weight) => weight !== null) ?? null,
      comment:
        comments.length > 1
          ? [...new Set(comments)].join('\n')
          : kept.comment || (comments[0] ?? ''),
    },
    gone: folded.slice(1).map(({ id }) => id),
    stays: stays.map(({ id }) => id),
  }
}
