import type { Member } from '@throughline/contract/study'
import { useMemo } from 'react'
import type { ShownCoding } from '../data.ts'
import type { ViewCoder } from '../transcript-view/index.ts'

/** The team as the view names it, and who of them has coded here. */
export function useCoders(team: ReadonlyMap<string, Member>, codings: readonly ShownCoding[]) {
  const coders = useMemo<ViewCoder[]>(
    () => [...team.values()].map((member) => ({ id: member.account, name: member.initials })),
    [team],
  )
  const whoCoded = useMemo(() => {
    const accounts = new Set(codings.map(({ coder }) => coder))
    return [...team.values()].filter((member) => accounts.has(member.account))
  }, [codings, team])
  return { coders, whoCoded }
}
