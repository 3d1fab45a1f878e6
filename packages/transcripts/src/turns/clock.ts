/** A time as transcripts write it: 12:05, 1:12:05, 00:12:05.250, with or without frames at the end. */
export const clockPattern = String.raw`\d{1,3}:\d{2}(?::\d{2})?(?:[.,:]\d{1,3})?`

const clock = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?(?::\d{1,3})?$/

/** Milliseconds of such a time, or null when minutes or seconds are beyond 59 under a larger unit. */
export function clockToMilliseconds(written: string): number | null {
  const match = clock.exec(written.trim())
  if (!match) return null
  const [, hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  if (Number(seconds) > 59 || (match[1] !== undefined && Number(minutes) > 59)) return null
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  return whole * 1000 + Number(fraction.padEnd(3, '0'))
}
