/** What somebody said in one go. */
export interface Spoken {
  readonly speaker: string
  readonly words: string
}

const vocabulary =
  'I did not really sleep that week because the exam was on my mind and café “déjà vu” – you know when everybody else seems so sure 🙂 it gets lonely'.split(
    ' ',
  )

/** Characters in an interview of the benchmarks, about. */
export const interviewLength = 60_000

/** Turns of about 60 KB in all, different for each number, the same on every run. */
export function interview(seed: number): Spoken[] {
  const turns: Spoken[] = []
  let state = seed + 1
  for (let length = 0; length < interviewLength;) {
    const words: string[] = []
    const count = turns.length % 2 === 0 ? 12 : 60
    for (let word = 0; word < count; word++) {
      state = (state * 48_271) % 2_147_483_647
      words.push(vocabulary[state % vocabulary.length] ?? '')
    }
    const turn = {
      speaker: turns.length % 2 === 0 ? 'Interviewer' : 'P003',
      words: words.join(' '),
    }
    length += turn.words.length + turn.speaker.length + 3
    turns.push(turn)
  }
  return turns
}
