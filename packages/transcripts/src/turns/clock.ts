/** A time as transcripts write it: 12:05, 1:12:05, 00:12:05.250, with or without frames at the end. */
export const clockPattern = String.raw`\d{1,3}:\d{2}(?::\d{2})?(?:[.,:]\d{1,3})?`

const clock = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,-](\d{1,3}))?(?::\d{1,3})?$/

/**
 * Milliseconds of such a time (f4 writes tenths behind a hyphen: 00:12:05-3), or null when minutes
 * or seconds are beyond 59 under a larger unit.
 */
export function clockToMilliseconds(written: string): number | null {
  const match = clock.exec(written.trim())
  if (!match) return null
  const [, hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  if (Number(seconds) > 59 || (match[1] !== undefined && Number(minutes) > 59)) return null
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  return whole * 1000 + Number(fraction.padEnd(3, '0'))
}

/**
 * A time as Microsoft Teams writes it, with no zeros in front: 0:0:6.90. Its last number is whole
 * milliseconds, so that is 6.090 seconds: real files have 0:0:6.90 before 0:0:6.500.
 */
export const unpaddedClockPattern = String.raw`\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3}`

const unpaddedTiming = new RegExp(
  String.raw`^[ \t]*(?=\d+:(?:\d:|\d+:\d\.))${unpaddedClockPattern}[ \t]*-->`,
  'm',
)

/** Whether the times of this text are written as Teams does; one such time shows it for all. */
export function hasUnpaddedTimes(text: string): boolean {
  return unpaddedTiming.test(text)
}

/** Milliseconds of such a time, or null when minutes or seconds are beyond 59. */
export function unpaddedClockToMilliseconds(written: string): number | null {
  const match = /^(\d{1,3}):(\d{1,2}):(\d{1,2})\.(\d{1,3})$/.exec(written.trim())
  if (!match) return null
  const [hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = match.slice(1).map(Number)
  if (seconds > 59 || minutes > 59) return null
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
}
