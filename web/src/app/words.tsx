import { i18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { I18nProvider, Trans, useLingui } from '@lingui/react'
import type { ReactElement, ReactNode } from 'react'

/**
 * What a room says, in English: message id → ICU message. Every room has one, `messages.ts`, written
 * `as const`. Other languages stand beside it as `messages.<language>.ts`, typed
 * `Record<keyof typeof messages, string>`, and are loaded by `speak`.
 */
export type Catalogue = Readonly<Record<string, string>>
export type Values = Readonly<Record<string, string | number | Date>>
export type Say<C extends Catalogue> = (id: keyof C & string, values?: Values) => string

const english = 'en'
const loaded = new WeakSet<Catalogue>()

// compileMessage parses to data and needs no eval, so the content security policy lets it run
i18n.loadAndActivate({ locale: english, messages: {} })

/**
 * Straight into the messages: `i18n.load` would have every component render again in the midst of the rendering that
 * asked, and a message that is kept as text is parsed whenever it is said.
 */
function load(catalogue: Catalogue): void {
  // what another language says was given whole by `speak`
  if (loaded.has(catalogue) || i18n.locale !== english) return
  loaded.add(catalogue)
  for (const [id, message] of Object.entries(catalogue)) i18n.messages[id] = compileMessage(message)
}

/** Speaks another language: everything said from now on comes from `catalogue`, which has to hold it all. */
export function speak(locale: string, catalogue: Catalogue): void {
  const messages = Object.fromEntries(
    Object.entries(catalogue).map(([id, message]) => [id, compileMessage(message)]),
  )
  i18n.loadAndActivate({ locale, messages })
}

/** For code outside components; inside use `useWords`, which follows a change of language. */
export function wordsOf<C extends Catalogue>(catalogue: C): Say<C> {
  load(catalogue)
  return (id, values) => i18n._(id, values)
}

/** `const t = useWords(messages)`, then `t('room.key', { count: 3 })`; an unknown id is a type error. */
export function useWords<C extends Catalogue>(catalogue: C): Say<C> {
  load(catalogue)
  const { _ } = useLingui()
  return (id, values) => _(id, values)
}

/** A message with elements inside: `See <0>the discussion</0>.` with `components={[<Link … />]}`. */
export function Phrase<C extends Catalogue>(props: {
  of: C
  id: keyof C & string
  values?: Record<string, ReactNode>
  components?: readonly ReactElement[]
}): ReactNode {
  load(props.of)
  return <Trans id={props.id} values={props.values} components={{ ...props.components }} />
}

export function WordsProvider({ children }: { children: ReactNode }): ReactNode {
  return <I18nProvider i18n={i18n}>{children}</I18nProvider>
}

/** The language in which dates and numbers are written. */
export function language(): string {
  return i18n.locale
}
