import type { Code } from '@throughline/contract/coding'
import { z } from 'zod'

const ids = z.array(z.string()).optional().catch(undefined)

/** What the coding screen shows of the codings, and which parts of the text; it stands in the address. */
export const filters = z.object({
  /** Only these codes with those below them. */
  codes: ids,
  coders: ids,
  /** Only the codes of these themes. */
  themes: ids,
  /** Only this section of the transcript; the rest is folded away. */
  section: z.string().optional().catch(undefined),
  /** Turns of interviewers are folded away. */
  fold: z.boolean().optional().catch(undefined),
})
export type Filters = z.infer<typeof filters>

/** Whether codings or parts of the text are hidden. */
export function isFiltered({ codes, coders, themes, section, fold }: Filters): boolean {
  return Boolean(codes?.length || coders?.length || themes?.length || section || fold)
}

/** Codes with all that stand below them. */
export function withCodesBelow(
  codes: readonly Pick<Code, 'id' | 'parent'>[],
  wanted: readonly string[],
): ReadonlySet<string> {
  const children = Map.groupBy(codes, ({ parent }) => parent)
  const all = new Set<string>()
  const add = (id: string) => {
    if (all.has(id)) return
    all.add(id)
    for (const child of children.get(id) ?? []) add(child.id)
  }
  for (const id of wanted) add(id)
  return all
}

/** The codes that are shown; null where all are. A code must fit the codes and the themes that are asked for. */
export function visibleCodes(
  { codes: wanted, themes: wantedThemes }: Filters,
  codes: readonly Pick<Code, 'id' | 'parent'>[],
  themes: readonly { id: string; codes: readonly string[] }[],
): ReadonlySet<string> | null {
  const sets = []
  if (wanted?.length) sets.push(withCodesBelow(codes, wanted))
  if (wantedThemes?.length) {
    const theirs = themes.filter(({ id }) => wantedThemes.includes(id))
    sets.push(
      withCodesBelow(
        codes,
        theirs.flatMap((theme) => theme.codes),
      ),
    )
  }
  const [first, second] = sets
  if (!first) return null
  return second ? new Set([...first].filter((id) => second.has(id))) : first
}

/** An address keeps nothing empty. */
export function tidy(wanted: Filters): Filters {
  const list = (some: string[] | undefined) => (some?.length ? some : undefined)
  return {
    codes: list(wanted.codes),
    coders: list(wanted.coders),
    themes: list(wanted.themes),
    section: wanted.section || undefined,
    fold: wanted.fold || undefined,
  }
}
