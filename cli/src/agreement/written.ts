import { z } from 'zod'

const undefinedFigure = z.strictObject({ value: z.null(), reason: z.string() })
const definedFigure = z.strictObject({ value: z.number(), reason: z.null() })

/** Figures as they are written: the number, or null with its reason under `reasons`, by the path to it. */
export function written(statistics: object): object {
  const reasons: Record<string, string> = {}
  const plain = (value: unknown, path: string): unknown => {
    const missing = undefinedFigure.safeParse(value)
    if (missing.success) {
      reasons[path] = missing.data.reason
      return null
    }
    const defined = definedFigure.safeParse(value)
    if (defined.success) return defined.data.value
    if (Array.isArray(value)) return value.map((item, index) => plain(item, `${path}.${index}`))
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          name,
          plain(item, path ? `${path}.${name}` : name),
        ]),
      )
    return value
  }
  const figures = plain(statistics, '')
  return {
    ...(typeof figures === 'object' ? figures : {}),
    ...(Object.keys(reasons).length > 0 ? { reasons } : {}),
  }
}
