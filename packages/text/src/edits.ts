import { ChangeSet, MapMode, Text } from '@codemirror/state'
import type { Range } from './range.ts'

/**
 * A change of a text, as the JSON of a CodeMirror ChangeSet: a number keeps that many UTF-16
 * units, an array deletes its first element's number of units and puts in its other elements as
 * lines. An edit belongs to the one text whose length it adds up to.
 */
export type TextEdit = readonly (number | readonly [number, ...string[]])[]

/** One replacement within a text, in the offsets of the text before any of them. */
export interface Replacement {
  readonly from: number
  readonly to?: number
  readonly insert?: string
}

/** Whether a value from outside is an edit's JSON. Whether it fits a text, applyEdit checks. */
export function isTextEdit(value: unknown): value is TextEdit {
  return Array.isArray(value) && value.every(isSection)
}

function isSection(section: unknown): boolean {
  if (isCount(section)) return true
  if (!Array.isArray(section)) return false
  const [deleted, ...lines]: unknown[] = section
  return isCount(deleted) && lines.every((line) => typeof line === 'string' && !line.includes('\n'))
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** The edit that makes these replacements at once. Throws a RangeError for a bad offset. */
export function makeEdit(text: string, replacements: readonly Replacement[]): TextEdit {
  const changes = replacements.map(({ from, to, insert }) => ({
    from,
    to: to ?? from,
    insert: insert === undefined ? Text.empty : toLines(insert),
  }))
  return toJson(ChangeSet.of(changes, text.length))
}

/** The text after the edit. Throws a RangeError when the edit belongs to a text of other length. */
export function applyEdit(text: string, edit: TextEdit): string {
  return changeSet(edit).apply(toLines(text)).toString()
}

/** The edit that takes `edit` back: applied to the new text it gives `text` again. */
export function invertEdit(text: string, edit: TextEdit): TextEdit {
  return toJson(changeSet(edit).invert(toLines(text)))
}

/** One edit with the effect of two in a row; the second belongs to the text after the first. */
export function composeEdits(first: TextEdit, second: TextEdit): TextEdit {
  return toJson(changeSet(first).compose(changeSet(second)))
}

/**
 * What an edit did to a range. Nothing ever vanishes: a range whose words are all gone comes back
 * as an orphan that somebody must decide on, with the words it had where the old text was given.
 *
 * - `kept`: the range goes on, with whatever was changed inside it;
 * - `clipped`: text across one of its ends was deleted or replaced, so it has lost words there;
 * - `orphan`: all its words were deleted, or replaced together with words outside it.
 */
export type MappedRange =
  | { readonly kind: 'kept'; readonly range: Range }
  | { readonly kind: 'clipped'; readonly range: Range }
  | { readonly kind: 'orphan'; readonly quote?: string }

/**
 * Maps one range through an edit. Text put in exactly at either end stays outside; a replacement
 * of exactly the range's words is the range's new words. Give the text before the edit to have
 * an orphan's quote, and to have a range with nothing but white space left count as an orphan too.
 * Undoing an edit does not bring clipped or orphaned ranges back by mapping:
 * keep the ranges from before the edit with it and restore those.
 */
export function mapRange(range: Range, edit: TextEdit, textBefore?: string): MappedRange {
  return mapRanges([range], edit, textBefore)[0] ?? { kind: 'orphan' }
}

/** As mapRange, for many ranges at once; the results stand in the order of the ranges. */
export function mapRanges(
  ranges: readonly Range[],
  edit: TextEdit,
  textBefore?: string,
): MappedRange[] {
  const changes = changeSet(edit)
  if (textBefore === undefined) return ranges.map((range) => mapThrough(range, changes))
  const textAfter = changes.apply(toLines(textBefore)).toString()
  return ranges.map((range) => {
    const mapped = mapThrough(range, changes)
    const words =
      mapped.kind === 'orphan' ? '' : textAfter.slice(mapped.range.from, mapped.range.to)
    const quote = textBefore.slice(range.from, range.to)
    return words.trim() === '' && quote !== '' ? { kind: 'orphan', quote } : mapped
  })
}

function mapThrough(range: Range, changes: ChangeSet): MappedRange {
  if (range.from < 0 || range.to < range.from || range.to > changes.length) {
    throw new RangeError(
      `The range ${range.from} to ${range.to} lies outside a text of length ${changes.length}`,
    )
  }
  const from = changes.mapPos(range.from, 1)
  const to = changes.mapPos(range.to, -1)
  if (range.from === range.to) return { kind: 'kept', range: { from, to: from } }
  if (from >= to) return { kind: 'orphan' }
  const crossed =
    changes.mapPos(range.from, 1, MapMode.TrackDel) === null ||
    changes.mapPos(range.to, -1, MapMode.TrackDel) === null
  return { kind: crossed ? 'clipped' : 'kept', range: { from, to } }
}

function changeSet(edit: TextEdit): ChangeSet {
  return ChangeSet.fromJSON(edit)
}

function toLines(text: string): Text {
  return Text.of(text.split('\n'))
}

function toJson(changes: ChangeSet): TextEdit {
  const json: unknown = changes.toJSON()
  if (!isTextEdit(json)) throw new TypeError('CodeMirror gave an edit in an unknown shape')
  return json
}
