import fc from 'fast-check'
import { z } from 'zod'

/** As much of JSON Schema as the contract's OpenAPI document uses. */
const schemaType = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  propertyNames: z.unknown().optional(),
  items: z.unknown().optional(),
  prefixItems: z.array(z.unknown()).optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
})

/** What breaks programs: empty, huge, other types, control characters, half surrogates, names of prototypes, SQL. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    '\u0000',
    '\uD800',
    '\u202E',
    "'; drop table person; --",
    '%',
    '../../etc/passwd',
    '<script>',
    '__proto__',
    -1,
    0,
    1.5,
    2 ** 31,
    2 ** 53,
    1e308,
    true,
    [],
    {},
    [[]],
    '00000000-0000-0000-0000-000000000000',
    '9999-12-31T23:59:59Z',
    'a'.repeat(2_000),
  ),
  fc.json().map((text): unknown => JSON.parse(text)),
  fc.string({ unit: 'binary', maxLength: 50 }),
)

/** Values for a schema: mostly what it asks for, sometimes at its edges, sometimes something else altogether. */
export function valuesOf(
  raw: unknown,
  ids: readonly string[],
  oddness = 0.08,
): fc.Arbitrary<unknown> {
  const schema = schemaType.parse(raw ?? {})
  const fitting = fittingValues(schema, ids, oddness)
  const weight = Math.round(oddness * 100)
  return weight === 0
    ? fitting
    : fc.oneof({ arbitrary: fitting, weight: 100 - weight }, { arbitrary: odd, weight })
}

function fittingValues(
  schema: z.infer<typeof schemaType>,
  ids: readonly string[],
  oddness: number,
): fc.Arbitrary<unknown> {
  const again = (inner: unknown) => valuesOf(inner, ids, oddness)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.const !== undefined) return fc.constant(schema.const)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map(again))
  if (schema.allOf?.[0]) return again(schema.allOf[0])
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'string':
      return strings(schema, ids)
    case 'integer':
      return fc.integer({ min: clamp(schema.minimum, -1e9), max: clamp(schema.maximum, 1e9) })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e12, max: schema.maximum ?? 1e12, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return schema.prefixItems
        ? fc.tuple(...schema.prefixItems.map(again))
        : fc.array(again(schema.items), {
            minLength: schema.minItems ?? 0,
            maxLength: Math.min(schema.maxItems ?? 5, 5),
          })
    case 'object':
      return objects(schema, ids, oddness)
    default:
      return fc.jsonValue()
  }
}

const clamp = (bound: number | undefined, otherwise: number) =>
  bound === undefined || Math.abs(bound) > 1e9 ? otherwise : bound

function strings(schema: z.infer<typeof schemaType>, ids: readonly string[]): fc.Arbitrary<string> {
  if (schema.format === 'uuid')
    return fc.oneof(
      { arbitrary: fc.constantFrom(...ids), weight: 3 },
      { arbitrary: fc.uuid(), weight: 1 },
    )
  if (schema.format === 'email') return fc.emailAddress()
  if (schema.format === 'date-time')
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
  if (schema.format === 'date')
    return fc.constantFrom('2022-10-01', '2024-02-29', '0001-01-01', '2023-02-30')
  const longest = Math.min(schema.maxLength ?? 60, 300)
  return fc.oneof(
    fc.string({
      minLength: Math.min(schema.minLength ?? 0, longest),
      maxLength: longest,
      unit: 'grapheme',
    }),
    fc.constantFrom(...ids, 'P001', 'utf-8', 'csv'),
  )
}

function objects(
  schema: z.infer<typeof schemaType>,
  ids: readonly string[],
  oddness: number,
): fc.Arbitrary<unknown> {
  const required = new Set(schema.required ?? [])
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, inner]) => [name, valuesOf(inner, ids, oddness)] as const,
  )
  if (fields.length === 0 && schema.additionalProperties)
    return fc.dictionary(
      schema.propertyNames
        ? valuesOf(schema.propertyNames, ids, 0).map(String)
        : fc.string({ maxLength: 10 }),
      valuesOf(schema.additionalProperties, ids, oddness),
      { maxKeys: 3 },
    )
  return fc.record(Object.fromEntries(fields), {
    requiredKeys: fields.flatMap(([name]) => (required.has(name) ? [name] : [])),
  })
}
