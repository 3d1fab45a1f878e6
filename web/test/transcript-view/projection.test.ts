import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { findInText } from '../../src/coding/transcript-view/find.ts'
import { Projection } from '../../src/coding/transcript-view/projection.ts'
import type { ViewTurn } from '../../src/coding/transcript-view/index.ts'

/** A transcript as people make them: labels, blank lines, several paragraphs, text outside of turns. */
const transcripts = fc
  .record({
    title: fc.constantFrom('', 'Interview 3\n\n'),
    turns: fc.array(
      fc.record({
        label: fc.constantFrom('', 'P1:', 'Interviewer:', '[00:12:05] P1:'),
        gap: fc.constantFrom('', ' ', '\n', '\t'),
        said: fc.string({
          unit: fc.constantFrom('a', 'b', ' ', '\n', '.', '👩‍👩‍👧', 'é', '\t'),
          maxLength: 60,
        }),
      }),
      { maxLength: 8 },
    ),
    labelsWithin: fc.boolean(),
    end: fc.constantFrom('', '\n', '\n\nEnd of the recording'),
  })
  .map(({ title, turns, labelsWithin, end }) => {
    let text = title
    const placed = turns.map(({ label, gap, said }): ViewTurn => {
      const from = text.length
      text += `${label}${gap}${said}\n`
      const range = label === '' ? null : { from, to: from + label.length }
      const begin = labelsWithin ? from : from + label.length
      const turn = { from: begin, to: text.length, label: range }
      return { ...turn, speaker: 'P1', role: 'unknown', startsAt: null }
    })
    return { text: text + end, turns: placed }
  })

describe('what is shown of a transcript', () => {
  test.prop([transcripts])(
    'is every visible character outside of the labels, in order',
    ({ text, turns }) => {
      const withoutLabels = turns.reduceRight(
        (rest, { label }) => (label ? rest.slice(0, label.from) + rest.slice(label.to) : rest),
        text,
      )
      const visible = (some: string) => some.replace(/\s/gu, '')
      expect(visible(new Projection(text, turns).shown)).toBe(visible(withoutLabels))
    },
  )

  test.prop([transcripts])(
    'has no blank line and no label between its lines',
    ({ text, turns }) => {
      const projection = new Projection(text, turns)
      for (const { from, to } of projection.lines) {
        if (to > from) expect(text.slice(from, to).trim()).not.toBe('')
        for (const { label } of turns)
          expect(label && from < label.to && label.from < to).toBeFalsy()
      }
    },
  )

  test.prop([transcripts])('leads from each place to the text and back', ({ text, turns }) => {
    const projection = new Projection(text, turns)
    for (let shown = 0; shown <= projection.shown.length; shown += 1) {
      const place = projection.toText(shown)
      if (projection.shown[shown] !== undefined && projection.shown[shown] !== '\n') {
        expect(text[place]).toBe(projection.shown[shown])
        expect(projection.toShown(place, 1)).toBe(shown)
      }
    }
  })

  test.prop([transcripts, fc.nat(), fc.nat()])(
    'gives a range that begins and ends on shown words, never in a label',
    ({ text, turns }, one, other) => {
      const projection = new Projection(text, turns)
      const length = projection.shown.length + 1
      const [from, to] = [one % length, other % length].sort((a, b) => a - b)
      const range = projection.rangeToText(from ?? 0, to ?? 0)
      const selected = projection.shown.slice(from, to).replace(/^\n+|\n+$/gu, '')
      if (!range) {
        expect(selected).toBe('')
        return
      }
      for (const { label } of turns) {
        if (!label) continue
        expect(range.from >= label.from && range.from < label.to).toBe(false)
        expect(range.to > label.from && range.to <= label.to).toBe(false)
      }
      const back = projection.rangeToShown(range)
      expect(back && projection.shown.slice(back.from, back.to)).toBe(selected)
    },
  )

  test('breaks a turn of forty thousand characters for display only', () => {
    const said = 'And then we went on. '.repeat(2000)
    const projection = new Projection(said, [])
    expect(Math.max(...projection.lines.map((line) => line.to - line.from))).toBeLessThanOrEqual(
      5000,
    )
    expect(projection.lines.map((line) => said.slice(line.from, line.to)).join('')).toBe(said)
    expect(projection.rangeToText(0, projection.shown.length)).toEqual({ from: 0, to: said.length })
  })

  test('finds and gives words across a break that was made for display', () => {
    const said = '去年我们一起去了'.repeat(1500)
    const projection = new Projection(said, [])
    expect(projection.lines.length).toBeGreaterThan(1)
    expect(findInText(projection, '去了去年').length).toBe(1499)
    expect(projection.said({ from: 0, to: said.length })).toBe(said)
  })

  test('counts the words of a range without those of labels', () => {
    const text = 'SD: Where do you belong?\n\nP012: Nowhere, honestly.\n'
    const turn = (from: number, to: number, label: number): ViewTurn => ({
      from,
      to,
      label: { from, to: from + label },
      speaker: null,
      role: 'unknown',
      startsAt: null,
    })
    const projection = new Projection(text, [turn(0, 26, 3), turn(26, text.length, 5)])
    expect(projection.wordsIn({ from: 0, to: text.length })).toBe(6)
  })
})

describe('finding in a transcript', () => {
  const text = 'P1: It isn’t\nmy P1 fault. ÉTÉ [x]\nP1: p1'
  const turns = [
    { from: 0, to: 33, label: { from: 0, to: 3 } },
    { from: 33, to: text.length, label: { from: 33, to: 36 } },
  ].map((turn): ViewTurn => ({ ...turn, speaker: null, role: 'unknown', startsAt: null }))
  const projection = new Projection(text, turns)
  const found = (query: string) =>
    findInText(projection, query).map((range) => text.slice(range.from, range.to))

  test('leaves labels out and ignores case', () => {
    expect(found('P1')).toEqual(['P1', 'p1'])
    expect(found('été')).toEqual(['ÉTÉ'])
  })

  test('matches curly quotation marks with straight ones, and a line end with a space', () => {
    expect(found("isn't my")).toEqual(['isn’t\nmy'])
  })

  test('takes every character of the query as itself, and finds nothing for an empty one', () => {
    expect(found('[x]')).toEqual(['[x]'])
    expect(found('.*')).toEqual([])
    expect(found('  ')).toEqual([])
  })
})
