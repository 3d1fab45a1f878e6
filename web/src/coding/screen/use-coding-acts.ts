import * as contract from '@throughline/contract/coding'
import type { Code } from '@throughline/contract/coding'
import type { TranscriptText } from '@throughline/contract/transcripts'
import { type Range, snapToGraphemes, trimRange } from '@throughline/text'
import { uuidv7 } from 'uuidv7'
import { outbox } from '../../app/outbox/index.ts'
import { useWords } from '../../app/words.tsx'
import type { ShownCoding } from '../data.ts'
import { messages } from '../messages.ts'
import { rememberCode } from '../recent-codes.ts'
import { nameFrom } from './code-palette.tsx'

/** What of a coding is changed, by any of its gestures. */
export type Change = Partial<Pick<ShownCoding, 'from' | 'to' | 'code' | 'weight' | 'comment'>>

/**
 * What is done to codings of one transcript. Each is a command in the outbox, shown at once; `say` tells it to who
 * listens.
 */
export function useCodingActs(
  study: string,
  transcript: TranscriptText,
  codes: ReadonlyMap<string, Code>,
  say: (sentence: string) => void,
) {
  const t = useWords(messages)
  const { text } = transcript
  const words = (range: Range) => nameFrom(text.slice(range.from, range.to))
  const nameOf = (code: string) => codes.get(code)?.name ?? ''

  const add = (range: Range, code: string, newCode?: { name: string }) => {
    const name = newCode?.name ?? nameOf(code)
    outbox.enqueue({
      command: contract.addCoding,
      study,
      body: {
        id: uuidv7(),
        transcript: transcript.id,
        code,
        ...range,
        ...(newCode ? { newCode } : {}),
      },
      describe: t(newCode ? 'coding.did.coded.new' : 'coding.did.coded', {
        words: words(range),
        code: name,
      }),
    })
    rememberCode(study, code)
    return name
  }

  /** The code of this name, if there is one that is not retired. */
  const codeNamed = (name: string) =>
    [...codes.values()].find(
      (code) => !code.retired && code.name.toLocaleLowerCase() === name.toLocaleLowerCase(),
    )

  const addCode = (name: string): string => {
    const id = uuidv7()
    outbox.enqueue({
      command: contract.addCode,
      study,
      body: { id, name },
      describe: t('coding.did.added', { code: name }),
    })
    return id
  }

  return {
    /** The selection as it is coded: whole characters, without the white space around them; null if nothing is left. */
    codable(selected: Range): Range | null {
      const range = trimRange(text, snapToGraphemes(text, selected))
      return range.to > range.from ? range : null
    },
    apply(range: Range, chosen: readonly string[]) {
      const names = chosen.map((code) => add(range, code))
      say(t('coding.said.coded', { code: names.join(', ') }))
    },
    applyNew(range: Range, name: string) {
      const same = codeNamed(name)
      say(
        t('coding.said.coded', {
          code: same ? add(range, same.id) : add(range, uuidv7(), { name }),
        }),
      )
    },
    addCode,
    remove(coding: ShownCoding) {
      const code = nameOf(coding.code)
      outbox.enqueue({
        command: contract.removeCoding,
        study,
        body: { id: coding.id },
        describe: t('coding.did.removed', { code, words: words(coding) }),
      })
      say(t('coding.said.removed', { code }))
    },
    change(coding: ShownCoding, change: Change) {
      outbox.enqueue({
        command: contract.changeCoding,
        study,
        body: { id: coding.id, ...change },
        describe: t('coding.did.changed', { code: nameOf(coding.code), words: words(coding) }),
      })
      if (change.code === undefined) return say(t('coding.said.changed'))
      rememberCode(study, change.code)
      say(t('coding.said.codeChanged', { code: nameOf(change.code) }))
    },
    /** Another code by its name; it is made if there is none. */
    changeToNamed(coding: ShownCoding, name: string) {
      const code = codeNamed(name)?.id ?? addCode(name)
      this.change(coding, { code })
    },
  }
}

export type CodingActs = ReturnType<typeof useCodingActs>
