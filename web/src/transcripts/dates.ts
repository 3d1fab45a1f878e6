import { language } from '../app/words.tsx'

/** A day as people write it: 3 Nov 2026. */
export function dayOf(moment: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(new Date(moment))
}

/** A day with its time. */
export function timeOf(moment: string): string {
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat(language(), style).format(new Date(moment))
}
