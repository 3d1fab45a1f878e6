import { AgreementError } from '../agreement-error.ts'

/** Words to which a coder gave a code: `from` inclusive, `to` exclusive, in the unit of the text’s length. */
export interface Segment {
  readonly from: number
  readonly to: number
  readonly code: string
}

export interface CoderOfText {
  readonly name: string
  readonly segments: readonly Segment[]
}

/** A text and what each coder did to it. All that a coder did not code is a gap, and counts. */
export interface Continuum {
  readonly length: number
  readonly coders: readonly CoderOfText[]
}

/** Each coder’s segments in the order of the text. @throws AgreementError naming coder and place of one that cannot be */
export function inOrder({ length, coders }: Continuum): CoderOfText[] {
  return coders.map(({ name, segments }) => ({
    name,
    segments: segments
      .map((segment) => {
        if (!(segment.from < segment.to))
          throw new AgreementError(
            `${name} has a segment from ${segment.from} to ${segment.to}. It must end after it begins.`,
          )
        if (segment.from < 0 || segment.to > length)
          throw new AgreementError(
            `${name} has a segment from ${segment.from} to ${segment.to}, outside the text of length ${length}.`,
          )
        return segment
      })
      .toSorted((a, b) => a.from - b.from || a.to - b.to),
  }))
}

/** As `inOrder`, for statistics that give each place one code at most. */
export function oneCodeEach(continuum: Continuum): CoderOfText[] {
  const coders = inOrder(continuum)
  for (const { name, segments } of coders)
    for (const [index, { from, code }] of segments.entries()) {
      const before = segments[index - 1]
      if (before && before.to > from)
        throw new AgreementError(
          `${name} coded the same place with ${before.code} and ${code}, at ${from}. This statistic takes one code ` +
            'a place: compute it for each code apart.',
        )
    }
  return coders
}

/** The continuum of one code against everything else: what lies over itself is joined. */
export function ofCode({ length, coders }: Continuum, code: string): Continuum {
  return {
    length,
    coders: coders.map(({ name, segments }) => ({
      name,
      segments: unionOf(segments.filter((segment) => segment.code === code)),
    })),
  }
}

/** The codes that occur, in order. */
export function codesOf({ coders }: Continuum): string[] {
  return [...new Set(coders.flatMap(({ segments }) => segments.map(({ code }) => code)))].toSorted()
}

/** Texts laid end to end, so that a statistic is of all of them; segments that touch at a seam stay two. */
export function endToEnd(texts: readonly Continuum[]): Continuum {
  const names = [...new Set(texts.flatMap(({ coders }) => coders.map(({ name }) => name)))]
  const segments = new Map(names.map((name) => [name, [] as Segment[]]))
  let start = 0
  for (const { length, coders } of texts) {
    for (const { name, segments: own } of coders)
      segments
        .get(name)
        ?.push(...own.map((one) => ({ ...one, from: one.from + start, to: one.to + start })))
    start += length
  }
  return {
    length: start,
    coders: [...segments].map(([name, own]) => ({ name, segments: own })),
  }
}

/** Overlapping segments become one; those that only touch stay two. */
export function unionOf(segments: readonly Segment[]): Segment[] {
  const union: Segment[] = []
  for (const segment of segments.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = union.at(-1)
    if (last && segment.from < last.to)
      union[union.length - 1] = { ...last, to: Math.max(last.to, segment.to) }
    else union.push(segment)
  }
  return union
}
