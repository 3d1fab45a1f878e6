import * as contract from '@throughline/contract/coding'
import type { Code, Coding } from '@throughline/contract/coding'
import { listMembers, type Member } from '@throughline/contract/study'
import { useMemo } from 'react'
import { z } from 'zod'
import { useLive } from '../app/live.ts'
import { outbox, usePendingCommands, type PendingOf } from '../app/outbox/index.ts'
import { amend, keyOf, queryClient, refresh, useAsk } from '../app/queries.ts'
import { useAccount } from '../app/session.ts'

/** A coding on screen; `pending` until the server has acknowledged it. */
export type ShownCoding = Coding & { pending: boolean }

/** A coding as the transcript view takes it. */
export function asViewCoding({ id, code, coder, from, to, pending }: ShownCoding) {
  return { id, codeId: code, coderId: coder, from, to, pending }
}

const placed = z.object({
  id: z.string(),
  transcript: z.string(),
  code: z.string(),
  from: z.number(),
  to: z.number(),
  coder: z.string(),
  weight: z.number().nullable().default(null),
  /** Its comment changed, or came back with it: events carry no words. */
  commented: z.boolean().default(false),
})
const taken = z.object({ id: z.string(), transcript: z.string(), code: z.string() })

function putCoding(study: string, transcript: string, coding: Coding): void {
  amend(contract.listCodings, { params: { study, transcript } }, ({ codings }) => ({
    codings: [...codings.filter(({ id }) => id !== coding.id), coding].toSorted(inOrder),
  }))
}

/** What somebody added or changed, here or elsewhere; the words of a comment are asked for. */
function hear(
  study: string,
  { commented, transcript, ...told }: z.output<typeof placed>,
  at: string,
): void {
  const input = { params: { study, transcript } }
  const known = queryClient
    .getQueryData<z.output<typeof contract.listCodings.answer>>(keyOf(contract.listCodings, input))
    ?.codings.find(({ id }) => id === told.id)
  putCoding(study, transcript, {
    ...told,
    at: known?.at ?? at,
    comment: known?.comment ?? '',
  })
  if (commented) void refresh(contract.listCodings, input)
}

/** A removal names the coding alone, so every transcript that is in memory lets go of it. */
function dropCoding(id: string): void {
  queryClient.setQueriesData<z.output<typeof contract.listCodings.answer>>(
    { queryKey: [contract.listCodings.name] },
    (answer) => answer && { codings: answer.codings.filter((coding) => coding.id !== id) },
  )
}

const inOrder = (a: Coding, b: Coding) => a.from - b.from || a.to - b.to || (a.id < b.id ? -1 : 1)

/** A new coding has neither. */
const plain = { weight: null, comment: '' }

outbox.whenAcknowledged(contract.addCoding, ({ study, body }) => {
  const { id, transcript, code, from, to } = body
  const coder = me()
  if (coder)
    putCoding(study, transcript, {
      ...plain,
      id,
      code,
      coder,
      from,
      to,
      at: new Date().toISOString(),
    })
  return body.newCode ? refresh(contract.listCodes, { params: { study } }) : undefined
})
outbox.whenAcknowledged(contract.removeCoding, ({ body }) => dropCoding(body.id))
outbox.whenAcknowledged(contract.changeCoding, ({ body }) =>
  changeCodings((coding) => (coding.id === body.id ? changedBy(coding, body) : coding)),
)

/** The command names the coding alone, as a removal does. */
function changeCodings(change: (coding: Coding) => Coding): void {
  queryClient.setQueriesData<z.output<typeof contract.listCodings.answer>>(
    { queryKey: [contract.listCodings.name] },
    (answer) => answer && { codings: answer.codings.map(change).toSorted(inOrder) },
  )
}

function changedBy<C extends Coding>(
  coding: C,
  { from, to, code, weight, comment }: z.output<typeof contract.changeCoding.body>,
): C {
  return {
    ...coding,
    from: from ?? coding.from,
    to: to ?? coding.to,
    code: code ?? coding.code,
    weight: weight === undefined ? coding.weight : weight,
    comment: comment ?? coding.comment,
  }
}

function me(): string | null {
  const session = queryClient.getQueriesData<{ account: { id: string } | null }>({
    queryKey: ['get-me'],
  })
  return session[0]?.[1]?.account?.id ?? null
}

/** Codings of a transcript: what the server holds, with what still waits here laid over it. */
export function useCodings(study: string, transcript: string) {
  const account = useAccount()
  const answer = useAsk(
    contract.listCodings,
    { params: { study, transcript } },
    { staleTime: 30_000 },
  )
  const added = usePendingCommands(study, contract.addCoding)
  const changed = usePendingCommands(study, contract.changeCoding)
  const removed = usePendingCommands(study, contract.removeCoding)
  useLive(study, ['coding', 'codings'], (event) => {
    if (event.name.startsWith('codings.')) {
      void refresh(contract.listCodings, { params: { study, transcript } })
    } else if (event.name !== 'coding.removed') {
      const parsed = placed.safeParse(event.data)
      if (parsed.success) hear(study, parsed.data, event.at)
    } else {
      const parsed = taken.safeParse(event.data)
      if (parsed.success) dropCoding(parsed.data.id)
    }
  })
  const kept = answer.data?.codings
  const codings = useMemo(() => {
    const gone = new Set(removed.map(({ body }) => body.id))
    const known = new Set((kept ?? []).map(({ id }) => id))
    const waiting = added
      .filter(({ body }) => body.transcript === transcript && !known.has(body.id))
      .map(({ body, at }): ShownCoding => ({
        id: body.id,
        code: body.code,
        coder: account.id,
        from: body.from,
        to: body.to,
        at,
        ...plain,
        pending: true,
      }))
    const there = [...(kept ?? []).map((coding) => ({ ...coding, pending: false })), ...waiting]
    return changed.length === 0 && gone.size === 0
      ? there
      : there.filter(({ id }) => !gone.has(id)).map((coding) => withChanges(coding, changed))
  }, [kept, added, changed, removed, transcript, account.id])
  return { ...answer, codings }
}

function withChanges(
  coding: ShownCoding,
  changed: readonly PendingOf<typeof contract.changeCoding.body>[],
): ShownCoding {
  return changed
    .filter(({ body }) => body.id === coding.id)
    .reduce((before, { body }) => ({ ...changedBy(before, body), pending: true }), coding)
}

const emptyCode = {
  definition: '',
  whenToUse: '',
  whenNotToUse: '',
  example: '',
  retired: false,
  codings: 0,
  people: 0,
}

/** The code list: what the server holds, with the steps that still wait here taken. */
export function useCodes(study: string) {
  const answer = useAsk(
    contract.listCodes,
    { params: { study } },
    { live: ['code'], staleTime: 5_000 },
  )
  const added = usePendingCommands(study, contract.addCode)
  const coded = usePendingCommands(study, contract.addCoding)
  const changed = usePendingCommands(study, contract.changeCode)
  const moved = usePendingCommands(study, contract.moveCode)
  const retired = usePendingCommands(study, contract.retireCode)
  const broughtBack = usePendingCommands(study, contract.bringBackCode)
  const kept = answer.data?.codes
  const codes = useMemo(() => {
    const byId = new Map((kept ?? []).map((code) => [code.id, code]))
    const make = (
      id: string,
      wanted: {
        name: string
        parent?: string | null | undefined
        colour?: number | undefined
        position?: number | undefined
      },
    ) => {
      if (byId.has(id)) return
      const parent = wanted.parent ?? null
      const neighbours = [...byId.values()].filter((code) => code.parent === parent)
      const position =
        wanted.position ?? Math.max(0, ...neighbours.map((code) => code.position)) + 1
      byId.set(id, {
        ...emptyCode,
        id,
        name: wanted.name,
        parent,
        colour: wanted.colour ?? 12,
        position,
      })
    }
    for (const { body } of added) make(body.id, body)
    for (const { body } of coded) if (body.newCode) make(body.code, body.newCode)
    const change = (id: string, to: Partial<Code>) => {
      const code = byId.get(id)
      if (code) byId.set(id, { ...code, ...to })
    }
    for (const { body } of changed) {
      const { id, reason: _, ...fields } = body
      change(
        id,
        Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
      )
    }
    for (const { body } of moved) change(body.id, { parent: body.parent, position: body.position })
    for (const { body } of retired) change(body.id, { retired: true })
    for (const { body } of broughtBack) change(body.id, { retired: false })
    return [...byId.values()].toSorted(
      (a, b) => a.position - b.position || (a.name < b.name ? -1 : 1),
    )
  }, [kept, added, coded, changed, moved, retired, broughtBack])
  return { ...answer, codes, version: answer.data?.version ?? 0 }
}

/** The team by account, those who left included. */
export function useTeam(study: string): ReadonlyMap<string, Member> {
  const { data } = useAsk(
    listMembers,
    { params: { study } },
    { live: ['member'], staleTime: 60_000 },
  )
  return useMemo(
    () => new Map((data?.members ?? []).map((member) => [member.account, member])),
    [data],
  )
}
