import { openExampleStudy as contract } from '@throughline/contract/study'
import { growRange, type Range, trimRange } from '@throughline/text'
import { readFile as readTranscript, type TranscriptText } from '@throughline/transcripts'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { addCode, addCoding } from '../coding/index.ts'
import { accountUseCase, type AccountContext, type StepContext } from '../platform/commands/step.ts'
import { chooseQuote } from '../reporting/index.ts'
import { addParticipant, addSite, insertStudy } from '../study/index.ts'
import { addTheme } from '../themes/index.ts'
import { addTranscript, keepOriginal, packed } from '../transcripts/index.ts'
import {
  about,
  codes,
  codingsEach,
  type ExampleCode,
  people,
  sites,
  themes,
} from './example-study.ts'

const interviews = join(import.meta.dirname, 'interviews')

interface Coded {
  id: string
  code: string
  quotable: boolean
}

/** Makes the example study with whoever asks as its lead; all of it or nothing. */
export const openExampleStudy = accountUseCase({
  command: contract,
  async run(context) {
    const id = uuidv7()
    await insertStudy(context.transaction, context.account, { id, ...about, example: true })
    const inside = await enter(context, id)
    const siteIds = await addSites(inside)
    const codeIds = await addCodes(inside)
    const coded: Coded[] = []
    const files = (await readdir(interviews)).filter((name) => /^P\d+-/.test(name)).toSorted()
    for (const [index, name] of files.entries()) {
      const [site, year, consent] = people[index] ?? [0, 1, 'not recorded']
      const participant = uuidv7()
      await addParticipant.run(
        inside,
        addParticipant.command.body.parse({
          id: participant,
          label: name.slice(0, 4),
          site: siteIds[site],
          year,
          quoteConsent: consent,
        }),
      )
      const { transcript, read } = await addInterview(inside, name, participant)
      for (const coding of await codeBySearches(inside, transcript, read, codeIds))
        coded.push({ ...coding, quotable: consent === 'yes' })
    }
    await beginThemes(inside, codeIds, coded)
    return { answer: { id }, subject: { kind: 'study', id }, detail: { example: true } }
  },
})

/** From here on the transaction is that of a member of the study. */
async function enter(context: AccountContext, study: string): Promise<StepContext> {
  const member = await context.platform.database.enter(context.transaction, context.account, study)
  return { ...context, study, member }
}

async function addSites(context: StepContext): Promise<string[]> {
  const ids: string[] = []
  for (const site of sites) {
    const id = uuidv7()
    await addSite.run(context, addSite.command.body.parse({ id, ...site }))
    ids.push(id)
  }
  return ids
}

async function addCodes(
  context: StepContext,
): Promise<Map<string, { id: string; words: readonly string[] }>> {
  const made = new Map<string, { id: string; words: readonly string[] }>()
  const add = async (
    { name, definition, words = [], below = [] }: ExampleCode,
    parent: string | null,
  ) => {
    const id = uuidv7()
    const how =
      words.length === 0
        ? ''
        : ` In this example it was put on sentences with words that begin with ${words.map((word) => `“${word}”`).join(', ')}.`
    await addCode.run(
      context,
      addCode.command.body.parse({ id, name, parent, definition: definition + how }),
    )
    made.set(name, { id, words })
    for (const code of below) await add(code, id)
  }
  for (const code of codes) await add(code, null)
  return made
}

async function addInterview(context: StepContext, name: string, participant: string) {
  const bytes = await readFile(join(interviews, name))
  const result = await readTranscript(bytes, name)
  const read = result.ok ? result.transcripts[0] : undefined
  if (!read) throw new Error(`The example's interview ${name} cannot be read.`)
  const { id } = await addTranscript(context, {
    read: packed({ ...read, title: name.slice(0, 4) }),
    declared: 'pseudonymised',
    participant,
    roles: new Map([
      ['User', 'participant'],
      ['AI', 'interviewer'],
      ['Assistant', 'interviewer'],
    ]),
    original: {
      ...(await keepOriginal(context, { name, bytes })),
      format: 'md',
      encoding: 'utf-8',
    },
  })
  return { transcript: id, read }
}

/** The first sentences of the participant in which a code's words are found. */
async function codeBySearches(
  context: StepContext,
  transcript: string,
  { text, turns }: TranscriptText,
  codeIds: ReadonlyMap<string, { id: string; words: readonly string[] }>,
): Promise<{ id: string; code: string }[]> {
  const made: { id: string; code: string }[] = []
  const said = turns.filter(({ speaker }) => speaker === 'User')
  for (const [code, { id: codeId, words }] of codeIds) {
    for (const range of sentencesWith(text, said, words).slice(0, codingsEach)) {
      const id = uuidv7()
      await addCoding.run(
        context,
        addCoding.command.body.parse({ id, transcript, code: codeId, ...range }),
      )
      made.push({ id, code })
    }
  }
  return made
}

/** Each sentence of these turns in which a word begins so, once. */
function sentencesWith(text: string, turns: readonly Range[], words: readonly string[]): Range[] {
  if (words.length === 0) return []
  const search = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})`, 'giu')
  const found = new Map<number, Range>()
  for (const turn of turns)
    for (const match of text.slice(turn.from, turn.to).matchAll(search)) {
      const from = turn.from + match.index
      const sentence = trimRange(text, growRange(text, turns, wordAt(text, turns, from)))
      found.set(sentence.from, sentence)
    }
  return [...found.values()].toSorted((a, b) => a.from - b.from)
}

/** The whole word at a place: growing an empty range gives it. */
function wordAt(text: string, turns: readonly Range[], at: number): Range {
  return growRange(text, turns, { from: at, to: at })
}

async function beginThemes(
  context: StepContext,
  codeIds: ReadonlyMap<string, { id: string }>,
  coded: readonly Coded[],
): Promise<void> {
  for (const { codes: names, quotes, ...theme } of themes) {
    const id = uuidv7()
    const inTheme = names.flatMap((name) => codeIds.get(name)?.id ?? [])
    await addTheme.run(context, addTheme.command.body.parse({ id, ...theme, codes: inTheme }))
    const quotable = coded.filter((one) => one.quotable && names.some((name) => name === one.code))
    const step = Math.max(1, Math.floor(quotable.length / quotes))
    const chosen = quotable.filter((_, index) => index % step === 0).slice(0, quotes)
    for (const { id: coding } of chosen)
      await chooseQuote.run(
        context,
        chooseQuote.command.body.parse({ id: uuidv7(), theme: id, coding }),
      )
  }
}
