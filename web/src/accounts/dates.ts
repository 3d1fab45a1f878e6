import { language } from '../app/words.tsx'

/** 6 November 2026 */
export function dayOf(moment: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(new Date(moment))
}

/** 6 Nov 2026, 14:05 */
export function momentOf(moment: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(moment),
  )
}
