import { addCoding, listCodings } from '@throughline/contract/coding'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { newId } from './app-under-fault.ts'
import { Client, type Scene } from './client.ts'

/** What the writers were told, kept by the test, which nobody kills. */
export interface Ledger {
  /** Codings whose acknowledgement arrived. */
  acknowledged: string[]
  /** How often something was sent again because nobody had acknowledged it. */
  repeated: number
  /** Answers that no writer expects, neither 503 nor 507, as sentences; each ended its writer. */
  surprises: string[]
}

export interface Writers {
  ledger: Ledger
  /** Lets each writer finish what it has begun: all that was sent is acknowledged then. */
  finish(): Promise<void>
}

/**
 * Writers that code as fast as they are answered. What is not acknowledged is sent again under its key, as the
 * outbox of a browser does it, until it is.
 */
export function startWriters(scene: Scene, count = 4, ledger = newLedger()): Writers {
  const over = new AbortController()
  const writing = Array.from({ length: count }, () =>
    write(scene, new Client(scene.lead.origin, scene.lead.cookies), ledger, over.signal),
  )
  return {
    ledger,
    async finish() {
      over.abort()
      await Promise.all(writing)
    },
  }
}

export function newLedger(): Ledger {
  return { acknowledged: [], repeated: 0, surprises: [] }
}

let codingsMade = 0

/** The next range: no two are the same, for one coder puts one code on one range once. */
export function nextRange(length: number): { from: number; to: number } {
  const number = codingsMade++
  const starts = Math.floor(length / 2)
  const from = number % starts
  return { from, to: from + 1 + Math.floor(number / starts) }
}

async function write(
  { study, transcript, code, length }: Scene,
  client: Client,
  ledger: Ledger,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    const body = { id: newId(), transcript, code, ...nextRange(length) }
    const key = newId()
    for (;;) {
      const reply = await client.send(addCoding, body, { study, key }).catch(() => null)
      if (reply?.status === 200) {
        expect(reply.answer()).toEqual({ id: body.id })
        ledger.acknowledged.push(body.id)
        break
      }
      if (reply && reply.status !== 503 && reply.status !== 507) {
        ledger.surprises.push(`${reply.status} ${reply.problem().detail}`)
        return
      }
      ledger.repeated += 1
      await sleep(50)
    }
  }
}

/** Every acknowledged coding is there once, and nothing else is. */
export async function expectKept(scene: Scene, { acknowledged, surprises }: Ledger): Promise<void> {
  const { study, transcript } = scene
  const { codings } = (await scene.lead.get(listCodings, { study, transcript })).answer()
  const kept = codings.map(({ id }) => id)
  expect(new Set(kept).size).toBe(kept.length)
  const there = new Set(kept)
  expect(acknowledged.filter((id) => !there.has(id))).toEqual([])
  const asked = new Set(acknowledged)
  expect(kept.filter((id) => !asked.has(id))).toEqual([])
  expect(surprises).toEqual([])
}
