import * as contract from '@throughline/contract/themes'
import type { ThemeBoard } from '@throughline/contract/themes'
import { useMemo } from 'react'
import { uuidv7 } from 'uuidv7'
import { outbox, usePendingCommands } from '../app/outbox/index.ts'
import { refresh, useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import { act } from '../study/study-data.ts'
import * as steps from './board.ts'
import { messages } from './messages.ts'

const live = ['theme', 'code', 'coding', 'participant', 'transcript'] as const

/** An acknowledged step waits until the board is read again, so that it is never gone for a moment. */
async function readAgain({ study }: { study: string }): Promise<void> {
  const input = { params: { study } }
  await Promise.all([refresh(contract.themeBoard, input), refresh(contract.listThemeChanges)])
}
outbox.whenAcknowledged(contract.addTheme, readAgain)
outbox.whenAcknowledged(contract.changeTheme, readAgain)
outbox.whenAcknowledged(contract.moveTheme, readAgain)
outbox.whenAcknowledged(contract.setThemeAside, readAgain)
outbox.whenAcknowledged(contract.bringThemeBack, readAgain)
outbox.whenAcknowledged(contract.removeTheme, readAgain)
outbox.whenAcknowledged(contract.carryCodes, readAgain)
outbox.whenAcknowledged(contract.takeCodesOut, readAgain)

/** The board: what the server holds, with the steps that still wait here laid over it, in their order. */
export function useBoard(study: string) {
  const answer = useAsk(contract.themeBoard, { params: { study } }, { live })
  const added = usePendingCommands(study, contract.addTheme)
  const worded = usePendingCommands(study, contract.changeTheme)
  const moved = usePendingCommands(study, contract.moveTheme)
  const aside = usePendingCommands(study, contract.setThemeAside)
  const back = usePendingCommands(study, contract.bringThemeBack)
  const removed = usePendingCommands(study, contract.removeTheme)
  const carried = usePendingCommands(study, contract.carryCodes)
  const out = usePendingCommands(study, contract.takeCodesOut)
  const kept = answer.data
  const board = useMemo(() => {
    if (!kept) return undefined
    const waiting = [
      ...added.map(({ key, body }) => ({
        key,
        take: (on: ThemeBoard) => steps.withNewTheme(on, body),
      })),
      ...worded.map(({ key, body }) => ({
        key,
        take: (on: ThemeBoard) => steps.withWording(on, body),
      })),
      ...moved.map(({ key, body }) => ({
        key,
        take: (on: ThemeBoard) => steps.withMoved(on, body.id, body.before),
      })),
      ...aside.map(({ key, body }) => ({
        key,
        take: (on: ThemeBoard) => steps.withSetAside(on, body.id, true),
      })),
      ...back.map(({ key, body }) => ({
        key,
        take: (on: ThemeBoard) => steps.withSetAside(on, body.id, false),
      })),
      ...removed.map(({ key, body }) => ({
        key,
        take: (on: ThemeBoard) => steps.withoutTheme(on, body.id),
      })),
      ...carried.map(({ key, body }) => ({
        key,
        take: (on: ThemeBoard) => steps.withCarried(on, body),
      })),
      ...out.map(({ key, body }) => ({
        key,
        take: (on: ThemeBoard) => steps.withoutCodes(on, body.theme, body.codes),
      })),
    ]
    // Keys are made in the order of the steps.
    return waiting
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .reduce((on, step) => step.take(on), kept)
  }, [kept, added, worded, moved, aside, back, removed, carried, out])
  return { ...answer, board }
}

/** The history of one theme, newest first. */
export function useThemeHistory(study: string, theme: string, limit: number) {
  return useAsk(
    contract.listThemeChanges,
    { params: { study }, search: { theme, limit } },
    { live: ['theme'], keep: true },
  )
}

export interface Wording {
  name: string
  centralIdea: string
  definition: string
  reason: string
}

export type ThemeSteps = ReturnType<typeof useThemeSteps>

/** What one can do on the board; each step can be undone, and says so. */
export function useThemeSteps(study: string, board: ThemeBoard | undefined) {
  const t = useWords(messages)
  const nameOf = (id: string) => board?.themes.find((theme) => theme.id === id)?.name ?? ''
  const codesNamed = (codes: readonly string[]) => {
    const first = board?.codes.find(({ id }) => id === codes[0])?.name ?? ''
    return t('themes.codesNamed', { count: codes.length, first })
  }
  return {
    add: (wording: Wording, codes: readonly string[], from: string | null) => {
      const body = { id: uuidv7(), ...wording, codes: [...codes], from }
      act(contract.addTheme, { study, body, describe: t('themes.did.add', { name: wording.name }) })
    },
    word: (id: string, wording: Wording) =>
      act(contract.changeTheme, {
        study,
        body: { id, ...wording },
        describe: t('themes.did.word', { name: wording.name }),
      }),
    move: (id: string, before: string | null) =>
      act(contract.moveTheme, {
        study,
        body: { id, before },
        describe: t('themes.did.move', { name: nameOf(id) }),
      }),
    setAside: (id: string) =>
      act(contract.setThemeAside, {
        study,
        body: { id },
        describe: t('themes.did.aside', { name: nameOf(id) }),
      }),
    bringBack: (id: string) =>
      act(contract.bringThemeBack, {
        study,
        body: { id },
        describe: t('themes.did.back', { name: nameOf(id) }),
      }),
    remove: (id: string) =>
      act(contract.removeTheme, {
        study,
        body: { id },
        describe: t('themes.did.remove', { name: nameOf(id) }),
      }),
    /** `from` null: they stand in both from now on, or stood in none. */
    carry: (
      codes: readonly string[],
      to: string,
      from: string | null,
      before: string | null = null,
    ) =>
      act(contract.carryCodes, {
        study,
        body: { codes: [...codes], to, from, before },
        describe: t(from === to ? 'themes.did.reorder' : 'themes.did.carry', {
          codes: codesNamed(codes),
          theme: nameOf(to),
        }),
      }),
    takeOut: (codes: readonly string[], theme: string) =>
      act(contract.takeCodesOut, {
        study,
        body: { codes: [...codes], theme },
        describe: t('themes.did.takeOut', { codes: codesNamed(codes), theme: nameOf(theme) }),
      }),
  }
}
