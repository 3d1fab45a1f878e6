import { type Person, protectTable, quoteRisks, ruleOf } from '@throughline/disclosure'
import { type Benchmark, judged } from './measured.ts'

const participants = 2_000
const attributes = 30

/** People that are the same in every run: two to sixteen values an attribute. */
function people(): Person[] {
  return Array.from({ length: participants }, (_, person) => ({
    alias: `P${person}`,
    values: Object.fromEntries(
      Array.from({ length: attributes }, (_attribute, attribute) => [
        `attribute ${attribute}`,
        `value ${(person * 7919 + attribute * 104_729 + ((person * attribute) % 13)) % (2 + (attribute % 15))}`,
      ]),
    ),
  }))
}

async function milliseconds(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

export const disclosure: Benchmark = {
  name: 'disclosure',
  how: 'One process, the first run. Quotes: everything disclosed of everybody. Table: 12 sites by 6 years with counts from 0 to 40, attack included.',
  async run() {
    const all = people()
    const disclosures = all.flatMap(({ alias, values }) =>
      Object.keys(values).map((attribute) => ({ alias, attribute, where: 'table 1' })),
    )
    const names = (what: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${what} ${index + 1}`)
    const table = {
      rows: names('site', 12),
      columns: names('year', 6),
      counts: names('site', 12).map((_, row) =>
        names('year', 6).map((_year, column) => (row * 17 + column * 11) % 41),
      ),
    }
    return [
      judged(
        'quotes of 2,000 participants with 30 attributes each',
        await milliseconds(() => {
          if (quoteRisks(all, disclosures).length !== participants)
            throw new Error('Somebody is missing: the input is not what it should be.')
        }),
        'ms',
        { most: 2_000 },
      ),
      judged(
        'a table of 12 by 6, protected by the rule of NHS Digital',
        await milliseconds(() => protectTable(table, ruleOf('nhs_digital_subnational'))),
        'ms',
        null,
      ),
    ]
  },
}
