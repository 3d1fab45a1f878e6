import { krippendorffAlpha, ratingsOf, type Segment, uAlpha } from '@throughline/agreement'
import { type Benchmark, judged } from './measured.ts'

const units = 1_000_000
const words = 150_000
const segmentsInAll = 5_000

/** Values that are the same in every run. */
function values(): (number | null)[][] {
  return Array.from({ length: units }, (_, unit) => [
    unit % 5,
    unit % 7 === 0 ? (unit + 1) % 5 : unit % 5,
    unit % 11 === 0 ? null : unit % 5,
  ])
}

/** Fifty coders, a hundred segments each, moved a little against each other. */
function coders() {
  const each = segmentsInAll / 50
  const step = words / each
  return Array.from({ length: 50 }, (_, coder) => ({
    name: `coder ${coder + 1}`,
    segments: Array.from({ length: each }, (_place, place): Segment => {
      const from = place * step + ((coder * 37 + place * 11) % 200)
      return { from, to: from + 900, code: `code ${(place + (coder % 5 === 0 ? 1 : 0)) % 20}` }
    }),
  }))
}

function milliseconds(work: () => { value: number | null }): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now()
    if (work().value === null)
      throw new Error('There is no figure: the input is not what it should be.')
    return performance.now() - start
  })
  return times.toSorted((a, b) => a - b)[2] ?? Number.NaN
}

export const agreement: Benchmark = {
  name: 'agreement',
  how: 'The median of five runs in one process, the second and later ones warm; α includes making the ratings from rows of values.',
  async run() {
    const rows = values()
    const continuum = { length: words, coders: coders() }
    return [
      judged(
        'nominal α of 1,000,000 units by 3 coders',
        milliseconds(() => krippendorffAlpha(ratingsOf(rows), 'nominal').alpha),
        'ms',
        { most: 1_000 },
      ),
      judged(
        'uα of 50 coders with 5,000 segments in 150,000 words',
        milliseconds(() => uAlpha(continuum).u),
        'ms',
        { most: 1_000 },
      ),
    ]
  },
}
