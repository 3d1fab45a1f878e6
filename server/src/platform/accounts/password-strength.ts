import { shortestPassword } from '@throughline/contract/accounts'
import { Problem } from '../http/problem.ts'

/** How well a password withstands guessing. `score` runs from 0 to 4. */
export interface Strength {
  strong: boolean
  score: 0 | 1 | 2 | 3 | 4
  sentence: string
}

const leastScore = 3

/** The dictionaries take memory and time to load, and most starts never need them. */
const estimator = once(async () => {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: {
      ...english.translations,
      warnings: {
        ...english.translations.warnings,
        userInputs: 'What others know of you, and the name of this place, is guessed first.',
      },
    },
  })
})

/** Judges a password; words that others know of this person (name, address) count as guessed. */
export async function strengthOf(
  password: string,
  person: { name: string; email: string },
): Promise<Strength> {
  const known = [person.name, person.email].flatMap((text) =>
    [text, ...text.split(/[\s@.,_+-]+/)].filter((word) => word.length > 2),
  )
  const { score, feedback } = (await estimator()).check(password, [...known, 'throughline'])
  const length = [...password].length
  if (length < shortestPassword)
    return {
      strong: false,
      score: score < leastScore ? score : 2,
      sentence: `Use at least ${shortestPassword} characters: it has ${length}. A short sentence is easy to remember.`,
    }
  if (score < leastScore)
    return {
      strong: false,
      score,
      sentence: [feedback.warning ?? 'This could be guessed too soon.', feedback.suggestions[0]]
        .filter(Boolean)
        .join(' '),
    }
  return {
    strong: true,
    score,
    sentence: score === 4 ? 'Very hard to guess.' : 'Hard to guess: good enough.',
  }
}

/** @throws Problem 422 with the sentence that says what is weak. */
export async function requireStrong(
  password: string,
  person: { name: string; email: string },
): Promise<void> {
  const { strong, sentence } = await strengthOf(password, person)
  if (!strong)
    throw Problem.invalid('weak-password', sentence, [{ path: 'body.password', message: sentence }])
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null
  return () => (made ??= make())
}
