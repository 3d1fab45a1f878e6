import { withinWord } from './word-borders.ts'

/**
 * Whether a shown quote could have come from this source by marked omissions and insertions alone
 * (what always holds, 10). It knows nothing of any edits: it reads the shown text from left to
 * right and keeps every place of the source that the reading may have reached, so that brackets
 * which the source itself holds are no obstacle.
 *
 * `[…]` stands for some left-out words, any other `[text]` on one line for inserted words, and
 * either may as well be the source's own. White space beside a bracket may have been added, but
 * not within a word. Everything else must be the source's, character for character, and something
 * of the source must be shown.
 */
export function sourceAgrees(source: string, shown: string): boolean {
  if (shown === source) return true
  let readings: Readings = new Map([[0, false]])
  for (const token of tokens(shown)) {
    readings = advance(source, readings, token)
    if (readings.size === 0) return false
  }
  return readings.get(source.length) === true
}

/** For each place of the source that was reached: whether some way there showed its words. */
type Readings = ReadonlyMap<number, boolean>

type Token =
  | { readonly kind: 'verbatim'; readonly text: string }
  | { readonly kind: 'omission' | 'insertion' | 'space'; readonly text: string }

const bracketed = /(\s*)(\[[^[\]\p{Cc}\p{Zl}\p{Zp}]+\])(\s*)/gu
const onlyDots = /^\[[\s.…]*\]$/u

/** The shown text cut at its brackets; the white space beside a bracket is a token of its own. */
function tokens(shown: string): Token[] {
  const found: Token[] = []
  let position = 0
  for (const match of shown.matchAll(bracketed)) {
    const [whole, before = '', bracket = '', after = ''] = match
    if (match.index > position) {
      found.push({ kind: 'verbatim', text: shown.slice(position, match.index) })
    }
    if (before !== '') found.push({ kind: 'space', text: before })
    found.push({ kind: kindOf(bracket), text: bracket })
    if (after !== '') found.push({ kind: 'space', text: after })
    position = match.index + whole.length
  }
  if (position < shown.length) found.push({ kind: 'verbatim', text: shown.slice(position) })
  return found
}

function kindOf(bracket: string): Token['kind'] {
  if (bracket === '[…]') return 'omission'
  return onlyDots.test(bracket) ? 'verbatim' : 'insertion'
}

/** The places of the source that reading this token may reach from those reached so far. */
function advance(source: string, readings: Readings, token: Token): Readings {
  const reached = new Map<number, boolean>()
  const reach = (place: number, showsWords: boolean): void => {
    reached.set(place, showsWords || reached.get(place) === true)
  }
  for (const [place, showsWords] of readings) {
    if (source.startsWith(token.text, place)) {
      reach(place + token.text.length, showsWords || token.text.trim() !== '')
    }
    if (token.kind === 'insertion') reach(place, showsWords)
    if (token.kind === 'space' && !withinWord(source, place)) reach(place, showsWords)
  }
  if (token.kind === 'omission') {
    for (const showsWords of [false, true]) {
      // Whatever can be reached from a later place can be reached from the first one.
      const starts = [...readings]
        .filter(([, shows]) => shows === showsWords)
        .map(([place]) => place)
      if (starts.length === 0) continue
      const first = starts.reduce((one, other) => Math.min(one, other))
      const word = source.slice(first).search(/\S/)
      if (word < 0) continue
      for (let to = first + word + 1; to <= source.length; to++) reach(to, showsWords)
    }
  }
  return reached
}
