import { useSyncExternalStore } from 'react'
import { speak } from '../../app/words.tsx'
import { messages } from './messages.ts'
import { messages as welsh } from './messages.cy.ts'

/** The languages that these pages speak; a document may be there in others too. */
const catalogues = { en: messages, cy: welsh } as const
type Spoken = keyof typeof catalogues
const isSpoken = (language: string): language is Spoken => language in catalogues

export const languageNames: Readonly<Record<string, string>> = { en: 'English', cy: 'Cymraeg' }

/** Whether the words of these pages in this language were made by a machine and not looked over yet. */
export const isMachineMade = (language: string) => language === 'cy'

let current = 'en'
const listeners = new Set<() => void>()

export function chooseLanguage(language: string): void {
  current = language
  const spoken = isSpoken(language) ? language : 'en'
  speak(spoken, catalogues[spoken])
  document.documentElement.lang = spoken
  for (const listener of listeners) listener()
}

/** The language as it is spoken where the reader is: dates are written so. */
export function regionOf(language: string): string {
  return navigator.languages.find((one) => one.split('-')[0] === language) ?? language
}

/** What the address asks for, else the browser, else English. */
export function firstLanguage(): void {
  const asked = new URLSearchParams(location.search).get('language')
  const wished = [asked, ...navigator.languages.map((one) => one.split('-')[0])]
  chooseLanguage(wished.find((one) => typeof one === 'string' && isSpoken(one)) ?? 'en')
}

export function useLanguage(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}
