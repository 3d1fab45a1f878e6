import {
  addParticipant,
  changeParticipant,
  recordQuoteConsent,
} from '@throughline/contract/participants'
import type { Participant } from '@throughline/contract/participants'
import { expect, test } from 'vitest'
import { valueOf } from '../../src/study/participants/AttributeField.tsx'
import { matching } from '../../src/study/participants/filters.ts'
import {
  adding,
  changing,
  labelAfter,
  layOver,
  recording,
  removing,
} from '../../src/study/participants/lay-over.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [age, group] = [id(91), id(92)]
const site = { id: id(51), name: 'Site A', years: 6, members: 0, participants: 0 }
const person = (n: number, rest: Partial<Participant> = {}): Participant => ({
  id: id(n),
  label: `P00${n}`,
  site: null,
  year: null,
  quoteConsent: 'not recorded',
  attributes: {},
  note: '',
  enteredAt: '2026-01-01T00:00:00.000Z',
  ...rest,
})

test('what waits is laid over the server’s list in the order in which it was done', () => {
  const add = addParticipant.body.parse({ id: id(2), label: 'P002', year: 1 })
  const change = changeParticipant.body.parse({ id: id(2), year: 3, attributes: { [age]: 20 } })
  const record = recordQuoteConsent.body.parse({
    participants: [id(1), id(2)],
    quoteConsent: 'yes',
  })
  const steps = [
    { at: '2026-01-02T00:00:03.000Z', take: recording(record) },
    { at: '2026-01-02T00:00:01.000Z', take: adding(add, '2026-01-02T00:00:01.000Z') },
    { at: '2026-01-02T00:00:02.000Z', take: changing(change) },
  ]
  const laid = layOver([person(1)], steps)
  expect(laid).toMatchObject([
    { label: 'P001', quoteConsent: 'yes' },
    { label: 'P002', quoteConsent: 'yes', year: 3, attributes: { [age]: 20 } },
  ])
})

test('a step that the server has done already changes nothing more', () => {
  const add = addParticipant.body.parse({ id: id(1), label: 'P001' })
  const list = [person(1, { note: 'newer' })]
  expect(layOver(list, [{ at: '', take: adding(add, '') }])).toEqual(list)
  expect(layOver([], [{ at: '', take: removing(id(1)) }])).toEqual([])
})

test('a null takes a value away, and what is left out stays', () => {
  const before = person(1, { site: site.id, attributes: { [age]: 20, [group]: ['Carer'] } })
  const change = changeParticipant.body.parse({
    id: id(1),
    site: null,
    attributes: { [age]: null },
  })
  expect(layOver([before], [{ at: '', take: changing(change) }])).toEqual([
    { ...before, site: null, attributes: { [group]: ['Carer'] } },
  ])
})

test('the next id follows the greatest of both', () => {
  expect(labelAfter([], 'P001')).toBe('P001')
  expect(labelAfter([person(1), person(7)], 'P003')).toBe('P008')
  expect(labelAfter([person(1)], 'P1000')).toBe('P1000')
})

test('participants are found by what stands anywhere in their row, whatever its case', () => {
  const list = [
    person(1, { site: site.id, attributes: { [group]: ['Young carer'] } }),
    person(2, { note: 'called twice', year: 2, quoteConsent: 'yes' }),
  ]
  const found = (conditions: Parameters<typeof matching>[1]) =>
    matching(list, conditions, [site]).map(({ label }) => label)
  expect(found({})).toEqual(['P001', 'P002'])
  expect(found({ find: 'CARER site' })).toEqual(['P001'])
  expect(found({ find: 'carer called' })).toEqual([])
  expect(found({ consent: 'not-recorded' })).toEqual(['P001'])
  expect(found({ site: 'none' })).toEqual(['P002'])
  expect(found({ site: site.id, year: 'none' })).toEqual(['P001'])
  expect(found({ year: 2 })).toEqual(['P002'])
})

test('a field means a value, nothing recorded, or nothing that can be', () => {
  expect(valueOf({ kind: 'number' }, ' 3,5 ')).toEqual({ value: 3.5 })
  expect(valueOf({ kind: 'number' }, 'three')).toBe('not possible')
  expect(valueOf({ kind: 'text' }, 'not possible')).toEqual({ value: 'not possible' })
  expect(valueOf({ kind: 'text' }, '  ')).toEqual({ value: null })
  expect(valueOf({ kind: 'several choices' }, [])).toEqual({ value: null })
  expect(valueOf({ kind: 'several choices' }, ['a', 'b'])).toEqual({ value: ['a', 'b'] })
})
