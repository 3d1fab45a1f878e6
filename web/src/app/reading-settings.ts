import { z } from 'zod'
import { kept } from './kept.ts'
import { signedIn } from './session-marker.ts'

const reading = z.object({
  /** Times the usual size of a transcript's letters. */
  size: z.enum(['0.85', '1', '1.15', '1.35', '1.6', '2']),
  measure: z.enum(['narrow', 'usual', 'wide']),
  lines: z.enum(['close', 'usual', 'far', 'farther']),
  letters: z.enum(['usual', 'far', 'farther']),
  words: z.enum(['usual', 'far', 'farther']),
  /** `system`: as the device asks for it. */
  motion: z.enum(['system', 'still']),
  contrast: z.enum(['system', 'more']),
  /** Whose codings show beside and under the text. */
  codings: z.enum(['all', 'mine', 'none']),
})
export type ReadingSettings = z.infer<typeof reading>

export const usualReading: ReadingSettings = {
  size: '1',
  measure: 'usual',
  lines: 'usual',
  letters: 'usual',
  words: 'usual',
  motion: 'system',
  contrast: 'system',
  codings: 'all',
}

/**
 * How somebody reads. Kept in this browser and never on the server: it is about the eyes and the screen in front of
 * them, it works without network, and that somebody needs wide letters is nobody else's to know.
 */
const settings = kept('reading', reading, usualReading)

export const useReadingSettings = (): ReadingSettings => settings.use('')

export function changeReadingSettings(change: Partial<ReadingSettings>): void {
  settings.write('', { ...settings.read(''), ...change })
  apply()
}

/** Keeps the page as its reader wants it, from its start on and when the device, or who is signed in, changes. */
export function followReadingSettings(): void {
  apply()
  moreContrast.addEventListener('change', apply)
  signedIn.subscribe(apply)
  addEventListener('storage', apply)
}

const moreContrast = matchMedia('(prefers-contrast: more)')

/** Attributes for what styles whole pages, properties for the measures of a text. */
function apply(): void {
  const chosen = settings.read('')
  const { dataset, style } = document.documentElement
  const set = (name: string, isOn: boolean, value: string) => {
    if (isOn) dataset[name] = value
    else delete dataset[name]
  }
  set('motion', chosen.motion === 'still', 'still')
  set('contrast', chosen.contrast === 'more' || moreContrast.matches, 'more')
  style.setProperty('--reading-size', chosen.size)
  style.setProperty('--reading-measure', measures[chosen.measure])
  style.setProperty('--reading-lines', lineHeights[chosen.lines])
  style.setProperty('--reading-letters', letterSpaces[chosen.letters])
  style.setProperty('--reading-words', wordSpaces[chosen.words])
}

const measures = { narrow: '26em', usual: '34em', wide: '46em' }
const lineHeights = { close: '1.4', usual: '1.56', far: '1.85', farther: '2.2' }
/** The widest are those that WCAG 1.4.12 asks every text to bear, and more. */
const letterSpaces = { usual: '0em', far: '0.06em', farther: '0.12em' }
const wordSpaces = { usual: '0em', far: '0.16em', farther: '0.32em' }
