import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Disclosure, disclosedInWords, type Person, quoteRisks } from '../src/index.ts'

const person = (alias: string, site: string, year: string, origin: string): Person => ({
  alias,
  values: { site, year, origin },
})
const people = [
  person('P001', 'Northgate', '1', 'estranged'),
  person('P002', 'Northgate', '1', 'supported'),
  person('P003', 'Northgate', '2', 'supported'),
  person('P004', 'Northgate', '1', 'supported'),
  person('P005', 'Westby', '1', 'estranged'),
  person('P006', 'Westby', '2', 'estranged'),
  person('P007', 'Westby', '2', 'supported'),
  person('P008', 'Westby', '1', 'supported'),
]
const says = (alias: string, ...attributes: string[]): Disclosure[] =>
  attributes.map((attribute) => ({ alias, attribute, where: 'table 1' }))

describe('what a report says of a participant', () => {
  test('is joined over all places under the alias, and counted over the sample', () => {
    const [risk] = quoteRisks(people, [
      ...says('P001', 'site'),
      { alias: 'P001', attribute: 'origin', where: 'the words of quote 4' },
      { alias: 'P001', attribute: 'site', where: 'the heading of quote 2' },
    ])
    expect(risk).toMatchObject({ alias: 'P001', k: 1, risk: 'high', estimateInPopulation: null })
    expect(risk?.disclosed).toEqual([
      { attribute: 'site', value: 'Northgate', where: ['table 1', 'the heading of quote 2'] },
      { attribute: 'origin', value: 'estranged', where: ['the words of quote 4'] },
    ])
  })

  test('names the smallest combination that singles out: a minority within a minority', () => {
    const [risk] = quoteRisks(people, says('P001', 'site', 'year', 'origin'))
    expect(risk?.singledOutBy).toEqual([
      { attributes: ['site', 'origin'], people: 1, alone: [4, 3] },
      { attributes: ['year', 'origin'], people: 2, alone: [5, 3] },
    ])
  })

  test('says which removal and which generalisation would help most', () => {
    const region = { attribute: 'site', name: 'site → region', of: () => 'the north' }
    const phase = {
      attribute: 'year',
      name: 'year → early or late',
      of: (year: string) => (Number(year) <= 2 ? 'early' : 'late'),
    }
    const [risk] = quoteRisks(people, says('P006', 'site', 'year', 'origin'), {
      generalisations: [region, phase],
    })
    expect(risk?.k).toBe(1)
    expect(risk?.withoutOne).toEqual([
      { attribute: 'year', k: 2 },
      { attribute: 'origin', k: 2 },
      { attribute: 'site', k: 1 },
    ])
    expect(risk?.generalised).toEqual([
      { attribute: 'year', name: 'year → early or late', k: 2 },
      { attribute: 'site', name: 'site → region', k: 1 },
    ])
  })

  test('is scaled up to the site where its population is known', () => {
    const [risk, unknown] = quoteRisks(
      people,
      [...says('P002', 'site', 'year'), ...says('P005', 'site')],
      {
        populations: { attribute: 'site', size: { Northgate: 400 } },
      },
    )
    // three of the four of Northgate are in year 1
    expect(risk?.estimateInPopulation).toBe(300)
    expect(unknown?.estimateInPopulation).toBeNull()
  })

  test('is refused of somebody who is not there, or of whom it is not known', () => {
    expect(() => quoteRisks(people, says('P099', 'site'))).toThrow('There is no participant P099')
    expect(() => quoteRisks(people, says('P001', 'age'))).toThrow('it is not known of them')
    expect(() => quoteRisks([...people, person('P001', 'x', 'y', 'z')], [])).toThrow('same alias')
  })
})

test('the words of a quote disclose values that stand in them as words of their own', () => {
  const found = disclosedInWords(people, [
    {
      alias: 'P001',
      where: 'the words of quote 1',
      words: 'At NORTHGATE, I was “estranged”, in year 12.',
    },
    {
      alias: 'P002',
      where: 'the words of quote 2',
      words: 'Northgateway is another place, unsupported.',
    },
  ])
  expect(found).toEqual([
    { alias: 'P001', attribute: 'site', where: 'the words of quote 1' },
    { alias: 'P001', attribute: 'origin', where: 'the words of quote 1' },
  ])
})

test('counting by sets is counting one by one, for any people and any disclosures', () => {
  const value = fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined })
  const sample = fc.array(fc.record({ a: value, b: value, c: value, d: value }), {
    minLength: 1,
    maxLength: 70,
  })
  fc.assert(
    fc.property(sample, (rows) => {
      const all = rows.map((row, index): Person => ({
        alias: `P${index}`,
        values: Object.fromEntries(
          Object.entries(row).flatMap(([name, one]): [string, string][] =>
            one === undefined ? [] : [[name, one]],
          ),
        ),
      }))
      const disclosures = all.flatMap(({ alias, values }) =>
        Object.keys(values).map((attribute) => ({ alias, attribute, where: 'table' })),
      )
      const alike = (one: Person, attributes: readonly string[]) =>
        all.filter((other) => attributes.every((name) => other.values[name] === one.values[name]))
          .length
      for (const risk of quoteRisks(all, disclosures)) {
        const one = all.find(({ alias }) => alias === risk.alias)
        if (!one) throw new Error('unreachable')
        const names = risk.disclosed.map(({ attribute }) => attribute)
        expect(risk.k).toBe(alike(one, names))
        for (const { attribute, k } of risk.withoutOne)
          expect(k).toBe(
            alike(
              one,
              names.filter((name) => name !== attribute),
            ),
          )
        for (const { attributes, people: shared } of risk.singledOutBy)
          expect(shared).toBe(alike(one, attributes))
        expect(risk.singledOutBy.length > 0).toBe(risk.k < 3)
      }
    }),
  )
})
