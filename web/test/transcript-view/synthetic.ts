import type {
  ViewCode,
  ViewCoder,
  ViewCoding,
  ViewTurn,
} from '../../src/coding/transcript-view/index.ts'

export interface SyntheticSize {
  /** Length of the text in UTF-16 units, about. */
  characters: number
  codings: number
  seed: number
}

export interface SyntheticTranscript {
  text: string
  turns: ViewTurn[]
  codes: ViewCode[]
  coders: ViewCoder[]
  codings: ViewCoding[]
}

/**
 * An invented interview of any length: questions and answers with labels and times, 40 codes, and
 * codings of a sentence to a few paragraphs at random places. The same size gives the same text.
 */
export function syntheticTranscript({
  characters,
  codings,
  seed,
}: SyntheticSize): SyntheticTranscript {
  const random = mulberry32(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const sentence = () => {
    const length = 4 + below(18)
    const said = Array.from({ length }, () => words[below(words.length)] ?? '').join(' ')
    return said.charAt(0).toUpperCase() + said.slice(1) + (below(6) === 0 ? '?' : '.')
  }
  const turns: ViewTurn[] = []
  let text = ''
  while (text.length < characters) {
    const asks = turns.length % 2 === 0
    const speaker = asks ? 'SD' : 'P012'
    const from = text.length
    const label = { from, to: from + speaker.length + 1 }
    const sentences = Array.from({ length: asks ? 1 + below(2) : 2 + below(12) }, sentence)
    text += `${speaker}: ${sentences.join(' ')}\n\n`
    turns.push({
      from,
      to: text.length,
      label,
      speaker,
      role: asks ? 'interviewer' : 'participant',
      startsAt: turns.length * 24_000,
    })
  }
  const codes = Array.from({ length: 40 }, (_, index) => ({
    id: `code-${index}`,
    name: `${words[(index * 7) % words.length]} ${words[(index * 11 + 3) % words.length]}`,
    colour: 1 + (index % 12),
  }))
  const placed = Array.from({ length: codings }, (_, index) => {
    const from = below(text.length - 20)
    // Most codings are of a sentence or two; a few reach over paragraphs.
    const length = Math.round(20 + 180 * -Math.log(1 - random()))
    return {
      id: `coding-${index}`,
      codeId: `code-${below(40)}`,
      coderId: `coder-${below(4)}`,
      from,
      to: Math.min(text.length, from + length),
    }
  })
  const coders = ['SA', 'HG', 'NM', 'SD'].map((name, index) => ({ id: `coder-${index}`, name }))
  return { text, turns, codes, coders, codings: placed }
}

const words = (
  'the year first people belong lecture theatre counting hijab minority within events drinking ' +
  'lemonade tolerated alternative nobody thought offer placement decided scarf corridor asked go ' +
  'fewer lists support tutor email reply weeks friend older students told same thing happened talk ' +
  'open door form box ticked follow up never heard again and then they said it was only me maybe I ' +
  'should have been different but we sat together at lunch that helped more than anything else did'
).split(' ')

/** A small seeded generator (Tommy Ettinger's mulberry32): numbers from 0 to below 1. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
