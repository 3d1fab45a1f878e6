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
import { addTranscript, keepOriginal } from '../transcripts/index.ts'
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
): Promise<Map<string, { id: string; search: RegExp | undefined }>> {
  const made = new Map<string, { id: string; search: RegExp | undefined }>()
  const add = async (
    { name, definition, search, below = [] }: ExampleCode,
    parent: string | null,
  ) => {
    const id = uuidv7()
    const words = search
      ? ` In this example it was put on sentences found by a search for: ${search.source}`
      : ''
    await addCode.run(
      context,
      addCode.command.body.parse({ id, name, parent, definition: definition + words }),
    )
    made.set(name, { id, search })
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
    read: { ...read, title: name.slice(0, 4) },
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
  codeIds: ReadonlyMap<string, { id: string; search: RegExp | undefined }>,
): Promise<{ id: string; code: string }[]> {
  const made: { id: string; code: string }[] = []
  const said = turns.filter(({ speaker }) => speaker === 'User')
  for (const [code, { id: codeId, search }] of codeIds) {
    if (!search) continue
    for (const range of sentencesWith(text, said, search).slice(0, codingsEach)) {
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

/** Each sentence of these turns in which the words stand, once. */
function sentencesWith(text: string, turns: readonly Range[], search: RegExp): Range[] {
  const found = new Map<number, Range>()
  for (const turn of turns)
    for (const match of text.slice(turn.from, turn.to).matchAll(new RegExp(search, 'gi'))) {
      const word = { from: turn.from + match.index, to: turn.from + match.index + match[0].length }
      const sentence = trimRange(text, growRange(text, turns, word))
      if (sentence.to - sentence.from > word.to - word.from) found.set(sentence.from, sentence)
    }
  return [...found.values()].toSorted((a, b) => a.from - b.from)
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
