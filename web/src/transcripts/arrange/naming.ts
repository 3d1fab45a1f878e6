/** How titles are made anew: by a pattern, or by finding words in them. */
export type Naming =
  { way: 'template'; pattern: string } | { way: 'replace'; find: string; with: string }

/**
 * The new title. In a pattern {participant} is the participant's id, {number} the place among those that are renamed,
 * with as many digits as the last one has, and {title} the present title.
 */
export function newTitle(
  naming: Naming,
  { title, participant }: { title: string; participant: string | null },
  number: number,
  of: number,
): string {
  const made =
    naming.way === 'replace'
      ? naming.find === ''
        ? title
        : title.replaceAll(naming.find, () => naming.with)
      : naming.pattern
          .replaceAll('{participant}', () => participant ?? '')
          .replaceAll('{number}', () => String(number).padStart(String(of).length, '0'))
          .replaceAll('{title}', () => title)
  return made.replaceAll(/\s+/g, ' ').trim()
}

/** Hours, minutes and seconds in milliseconds; null where it is no time. `10` is ten seconds. */
export function millisecondsOf(written: string): number | null {
  if (!/^\d{1,3}(:\d{1,2}){0,2}$/.test(written.trim())) return null
  return written.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000
}

/** Milliseconds as hours:minutes:seconds. */
export function clockOf(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** The questions of a list as somebody typed it, one to a line; or the first line that is none. */
export function questionsFrom(
  written: string,
): { questions: { number: number; wording: string }[] } | { badLine: number } {
  const questions: { number: number; wording: string }[] = []
  for (const [index, line] of written.split('\n').entries()) {
    if (line.trim() === '') continue
    const found = /^\s*(?:Q\s*)?(\d{1,3})[\s.:)–-]*(.*)$/i.exec(line)
    const number = Number(found?.[1] ?? 0)
    if (number === 0 || questions.some((one) => one.number === number))
      return { badLine: index + 1 }
    questions.push({ number, wording: (found?.[2] ?? '').trim().slice(0, 1_000) })
  }
  return { questions }
}
