import { trimRange } from '@throughline/text'
import type { Turn } from '../transcript.ts'

const sign = String.raw`[#*_>\s]*`
/** Lines that a program writes of itself. They stay in the text and are nobody's words. */
const furniture = [
  String.raw`Transcribed by https?://otter\.ai.*`,
  String.raw`.{1,100} (?:started|stopped) transcription(?: *\d{1,2}:\d{2}(?::\d{2})?)?`,
  String.raw`Transcription ended after \d{1,2}:\d{2}(?::\d{2})?`,
  String.raw`This editable transcript was computer generated.*`,
].map((pattern) => new RegExp(`^${sign}${pattern}${sign}$`, 'u'))

/** A line of nothing but a time, which Google Meet writes between turns every few minutes. */
const timeLine = /^[#*_\s(]*(\d{1,2}:\d{2}:\d{2})[)*_\s]*$/
/** The mark of f4, f5 and easytranscript where a turn ends: `#00:01:02-3#`, the last digit tenths. */
const endMark = /[ \t]*#(\d{1,2}):(\d{2}):(\d{2})(?:-(\d))?#$/

/**
 * The turns without what a program put at their ends: notices of its own, times on a line of their
 * own, and f4's time marks. A mark gives the end of its turn, and the beginning of the next where
 * that has none.
 */
export function withoutFurniture(text: string, turns: readonly Turn[]): Turn[] {
  const trimmed: Turn[] = []
  let begins: number | null = null
  for (const turn of turns) {
    const cut = withoutLastLines(text, turn)
    const mark = endMark.exec(text.slice(Math.max(cut.from, cut.to - 30), cut.to))
    const markAt = mark ? tenthsOf(mark) : null
    const words = mark ? trimRange(text, { from: cut.from, to: cut.to - mark[0].length }) : cut
    trimmed.push({
      ...turn,
      ...words,
      startsAt: turn.startsAt ?? begins,
      endsAt: turn.endsAt ?? markAt,
    })
    begins = markAt
  }
  return trimmed
}

function withoutLastLines(text: string, turn: Turn): { from: number; to: number } {
  let { from, to } = turn
  for (;;) {
    const lineFrom = Math.max(from, text.lastIndexOf('\n', to - 1) + 1)
    const line = text.slice(lineFrom, Math.min(to, lineFrom + 240))
    const isTime = lineFrom > from && timeLine.test(line)
    if (line === '' || (!isTime && !furniture.some((pattern) => pattern.test(line))))
      return { from, to }
    to = trimRange(text, { from, to: lineFrom }).to
  }
}

function tenthsOf([
  ,
  hours = '0',
  minutes = '0',
  seconds = '0',
  tenths = '0',
]: RegExpExecArray): number {
  return (
    ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(tenths) * 100
  )
}
