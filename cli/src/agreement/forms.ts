import { type GammaUnit, ratingsOf, ratingsOfCounts } from '@throughline/agreement'
import { z } from 'zod'
import { Refusal } from '../exit-codes.ts'
import * as units from './statistics.ts'
import * as text from './statistics-of-text.ts'

type Statistics = object | Promise<object>

/** A form of data: which names it must have, and what is computed of it. */
interface Form {
  readonly needs: readonly string[]
  read(input: unknown): { statistics: () => Statistics } | { problem: string }
}

function form<Schema extends z.ZodObject>(
  schema: Schema,
  statistics: (data: z.output<Schema>) => Statistics,
): Form {
  return {
    needs: Object.entries(schema.shape)
      .filter(([, field]) => !z.safeParse(field, undefined).success)
      .map(([name]) => name),
    read(input) {
      const { success, data, error } = schema.safeParse(input)
      if (success) return { statistics: () => statistics(data) }
      const [issue] = error.issues
      return { problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'cannot be read'}.` }
    },
  }
}

const value = z.union([z.string(), z.number()])
const values = z.array(z.array(value.nullable())).min(1)
const counts = z.array(z.array(z.number())).min(1)
const place = z.number().nonnegative()
const stretches = z.array(z.tuple([place, place]))
const segments = z.record(z.string(), z.array(z.tuple([place, place, z.coerce.string()])))
const categories = z.array(value).nullish()
const interviews = z.array(z.array(z.string())).min(1)

/** Those that need more names stand before those that need fewer of the same. */
const forms: readonly Form[] = [
  form(
    z.object({
      units_by_coders: values,
      metric: z.enum(['nominal', 'ordinal', 'interval', 'ratio']),
      scheme: z.string(),
      seed: z.number().int().default(1),
    }),
    (data) => units.ofBootstrap(ratingsOf(data.units_by_coders), data.metric, data.seed),
  ),
  form(z.object({ units_by_coders: values, categories }), (data) =>
    units.ofUnitsByCoders(ratingsOf(data.units_by_coders, data.categories ?? undefined)),
  ),
  form(
    z.object({ units_by_coders: z.array(z.array(z.array(z.string()).nullable())).min(1) }),
    (data) => units.ofSets(data.units_by_coders),
  ),
  form(z.object({ table: counts, weights: z.union([z.string(), counts]) }), (data) => ({
    ...units.ofTable(data.table),
    ...units.ofWeightedTable(data.table, typeof data.weights === 'string' ? null : data.weights),
  })),
  form(z.object({ table: counts }), (data) => units.ofTable(data.table)),
  form(z.object({ table_chars: counts }), (data) => text.ofTableOfCharacters(data.table_chars)),
  form(z.object({ counts, categories }), (data) =>
    units.ofCategories(ratingsOfCounts(data.counts, data.categories ?? undefined), false),
  ),
  form(z.object({ ratings: values, categories }), (data) =>
    units.ofCategories(ratingsOf(data.ratings, data.categories ?? undefined), true),
  ),
  form(
    z.object({ coder1: z.array(value), coder2: z.array(value), declared_scale: z.array(value) }),
    (data) => units.ofScale(data.coder1, data.coder2, data.declared_scale),
  ),
  form(z.object({ coder1: z.array(value), coder2: z.array(value) }), (data) =>
    text.ofTwo(data.coder1, data.coder2),
  ),
  form(z.object({ tables_per_code: z.array(counts).min(1) }), (data) =>
    text.ofTablesPerCode(data.tables_per_code),
  ),
  form(z.object({ both: place, only_a: place, only_b: place, neither: place }), text.ofCharacters),
  form(z.object({ A: stretches, B: stretches }), (data) => text.ofSegments(data.A, data.B)),
  form(
    z.object({ coder_a: stretches, coder_b: stretches, total_chars: place.optional() }),
    (data) => text.ofTextOfTwo(data.coder_a, data.coder_b, data.total_chars),
  ),
  form(
    z.object({
      units: z.union([
        z.array(
          z.object({
            annotator: z.string(),
            start: z.number(),
            end: z.number(),
            category: z.coerce.string(),
          }),
        ),
        z.record(z.string(), z.array(z.tuple([z.number(), z.number(), z.coerce.string()]))),
      ]),
      alpha: place,
      beta: place,
      delta_empty: z.number().positive(),
      categories: z.array(z.string()).optional(),
      category_distance: counts.optional(),
      seed: z.number().int().default(1),
    }),
    (data) =>
      text.ofGamma({
        ...data,
        coders: gammaUnits(data.units),
        distance: distanceBetween(data.categories ?? [], data.category_distance),
      }),
  ),
  form(
    z.object({ length: place, pairs: z.record(z.string(), z.tuple([stretches, stretches])) }),
    (data) => text.ofLegacyPairs(data.length, data.pairs),
  ),
  form(z.object({ begin: place, length: place, coders: segments }), text.ofLegacyText),
  form(z.object({ length: place, coders: segments }), (data) =>
    text.ofContinuum(text.continuumOf(data.length, data.coders)),
  ),
  form(
    z.object({
      codes_by_interview: interviews,
      base: z.number(),
      run: z.number(),
      disjoint: z.boolean().default(false),
    }),
    (data) => ({
      ...text.ofNewInformation(data.codes_by_interview, data),
      ...text.ofInterviews(data.codes_by_interview),
    }),
  ),
  form(z.object({ codes_by_interview: interviews }), (data) =>
    text.ofInterviews(data.codes_by_interview),
  ),
  form(z.object({ new_themes_per_interview: z.array(z.number().int().nonnegative()) }), (data) =>
    text.ofNewThemes(data.new_themes_per_interview),
  ),
]

/** Every statistic that data of a known form allow. @throws Refusal saying what is wrong, or which forms there are */
export async function statisticsOf(input: unknown): Promise<object> {
  const names = typeof input === 'object' && input !== null ? Object.keys(input) : []
  let problem: string | null = null
  for (const { needs, read } of forms) {
    const found = read(input)
    if ('statistics' in found) return await found.statistics()
    if (needs.every((name) => names.includes(name))) problem ??= found.problem
  }
  throw new Refusal(
    problem ??
      'This is no form of data that is known. Give one object with units_by_coders, table, ratings, counts, ' +
        'coder1 and coder2, tables_per_code, units, coders and length, or codes_by_interview: ' +
        'packages/agreement/README.md has an example of each.',
  )
}

function gammaUnits(
  given:
    | { annotator: string; start: number; end: number; category: string }[]
    | Record<string, [number, number, string][]>,
): Map<string, GammaUnit[]> {
  if (Array.isArray(given)) {
    const named = given.map(({ annotator, start, end, category }) => ({
      annotator,
      unit: { from: start, to: end, category },
    }))
    return new Map(
      [...Map.groupBy(named, ({ annotator }) => annotator)].map(([name, own]) => [
        name,
        own.map(({ unit }) => unit),
      ]),
    )
  }
  return new Map(
    Object.entries(given).map(([name, own]) => [
      name,
      own.map(([from, to, category]) => ({ from, to, category })),
    ]),
  )
}

function distanceBetween(names: readonly string[], distances: number[][] | undefined) {
  if (!distances) return null
  return (one: string, other: string) => {
    const distance = distances[names.indexOf(one)]?.[names.indexOf(other)]
    if (distance === undefined)
      throw new Refusal(`There is no distance from ${one} to ${other} in category_distance.`)
    return distance
  }
}
