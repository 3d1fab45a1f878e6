import { commandPath } from '@throughline/contract/endpoint'
import type { Command } from '@throughline/contract/endpoint'
import type { Problem } from '@throughline/contract/platform'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { parseAnswer, pathOf, postCommand } from '../client.ts'
import { ProblemError, UnreachableError } from '../problem.ts'
import { signedIn } from '../session-marker.ts'
import * as store from './store.ts'
import type { Kept, Refused, Waiting } from './store.ts'

/**
 * `keeping`: not yet on the disk. `waiting`: kept, not acknowledged. `settling`: acknowledged and gone from
 * the disk, while what is on screen catches up.
 */
export type Pending = Kept & { order: number; state: 'keeping' | 'waiting' | 'settling' }

/** Why nothing is being sent at the moment; `server` is a fault of the server with this one command. */
export type Trouble =
  | { kind: 'none' | 'unreachable' | 'signed-out' }
  | { kind: 'server'; problem: Problem; key: string }

export interface OutboxState {
  pending: readonly Pending[]
  refused: readonly Refused[]
  trouble: Trouble
}

export interface Enqueued<Answer> {
  key: string
  /** Resolves once the browser has it on its disk. */
  kept: Promise<void>
  /** Resolves with the server's answer, however long that takes; rejects with ProblemError when refused. */
  acknowledged: Promise<Answer>
}

type Message =
  | { kind: 'changed' }
  | { kind: 'wake' }
  | { kind: 'acknowledged'; waiting: Waiting; answer: unknown }
  | { kind: 'refused'; waiting: Waiting; problem: Problem }

interface Awaited {
  resolve: (answer: unknown) => void
  reject: (error: Error) => void
}

type Settler = (waiting: Kept, answer: unknown) => void | Promise<void>

const browserStorage = 'browser-storage'
const shortestPause = 1_000
const longestPause = 30_000

let state: OutboxState = { pending: [], refused: [], trouble: { kind: 'none' } }
let changes = 0
let pause = shortestPause
let retry: ReturnType<typeof setTimeout> | undefined
let started = false
const listeners = new Set<() => void>()
const refusalListeners = new Set<(refused: Refused) => void>()
const awaited = new Map<string, Awaited>()
const settlers = new Map<string, Settler>()
const askedFor = new Set<string>()
const channel = new BroadcastChannel('throughline-outbox')

function publish(next: Partial<OutboxState>): void {
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}

function publishPending(change: (pending: readonly Pending[]) => Pending[]): void {
  changes += 1
  publish({ pending: change(state.pending).toSorted((a, b) => a.order - b.order) })
}

function tell(message: Message): void {
  channel.postMessage(message)
}

/** Reads what the disk holds for whoever is signed in; what this tab has not yet kept or is settling stays. */
async function readDisk(): Promise<void> {
  const account = signedIn.account
  if (account === null) return publish({ pending: [], refused: [] })
  for (;;) {
    const seen = changes
    const { waiting, refused } = await store.allOf(account)
    if (signedIn.account !== account) return
    if (seen !== changes) continue
    const onDisk = new Set(waiting.map((one) => one.key))
    const mine = state.pending.filter(
      (one) => one.account === account && one.state !== 'waiting' && !onDisk.has(one.key),
    )
    const notKept = state.refused.filter(
      (one) => one.account === account && one.problem.code === browserStorage,
    )
    publish({ refused: [...refused, ...notKept] })
    publishPending(() => [
      ...mine,
      ...waiting.map((one) => ({ ...one, state: 'waiting' as const })),
    ])
    return
  }
}

/** The lock under which a lane is sent. */
const placeOf = (account: string, lane: string) => `throughline-outbox:${account}:${lane}`

/** Sends what waits in a lane, first to last, until it is empty or the server cannot be reached. One tab at a time. */
function drain(account: string, lane: string): void {
  const place = placeOf(account, lane)
  // one that has been asked for and has not begun will see whatever was kept before it begins
  if (askedFor.has(place)) return
  askedFor.add(place)
  navigator.locks
    .request(place, () => {
      askedFor.delete(place)
      return sendLane(account, lane)
    })
    .catch(reportError)
}

async function sendLane(account: string, lane: string): Promise<void> {
  while (signedIn.account === account) {
    const next = await store.firstOf(account, lane)
    if (next === null) return
    let answer: unknown
    try {
      answer = await postCommand(next.path, next.key, next.body, { account })
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status !== 401) {
        await store.setAside(next, error.problem)
        refused(next, error.problem)
        tell({ kind: 'refused', waiting: next, problem: error.problem })
        continue
      }
      if (error instanceof ProblemError) publish({ trouble: { kind: 'signed-out' } })
      else tryLater(next, error)
      return
    }
    await store.forget(next)
    reached()
    acknowledged(next, answer)
    tell({ kind: 'acknowledged', waiting: next, answer })
  }
}

function reached(): void {
  pause = shortestPause
  if (state.trouble.kind !== 'none') publish({ trouble: { kind: 'none' } })
}

function tryLater(waiting: Waiting, error: unknown): void {
  const { problem, retryAfter: seconds } =
    error instanceof UnreachableError ? error : { problem: null, retryAfter: null }
  publish({
    trouble:
      problem === null ? { kind: 'unreachable' } : { kind: 'server', problem, key: waiting.key },
  })
  clearTimeout(retry)
  // a little chance, so that many browsers do not return to a revived server at the same instant
  const wait = seconds === null ? pause * (0.75 + Math.random() / 2) : seconds * 1_000
  pause = Math.min(pause * 2, longestPause)
  retry = setTimeout(sendAll, wait)
}

function acknowledged(waiting: Waiting, answer: unknown): void {
  awaited.get(waiting.key)?.resolve(answer)
  awaited.delete(waiting.key)
  const settler = settlers.get(waiting.command)
  const drop = () => publishPending((pending) => pending.filter((one) => one.key !== waiting.key))
  if (settler === undefined) return drop()
  publishPending((pending) => [
    ...pending.filter((one) => one.key !== waiting.key),
    { ...waiting, state: 'settling' },
  ])
  Promise.resolve()
    .then(() => settler(waiting, answer))
    .catch(reportError)
    .finally(drop)
}

function refused(waiting: Waiting, problem: Problem): void {
  const { order: _, ...kept } = waiting
  const entry: Refused = { ...kept, problem }
  publish({ refused: [...state.refused.filter((one) => one.key !== entry.key), entry] })
  publishPending((pending) => pending.filter((one) => one.key !== waiting.key))
  awaited.get(waiting.key)?.reject(new ProblemError(problem))
  awaited.delete(waiting.key)
  for (const listener of refusalListeners) listener(entry)
}

function sendAll(): void {
  clearTimeout(retry)
  const account = signedIn.account
  if (account === null) return
  const lanes = new Set(
    state.pending.filter((one) => one.state === 'waiting').map((one) => one.lane),
  )
  for (const lane of lanes) drain(account, lane)
}

async function begin(): Promise<void> {
  await readDisk()
  sendAll()
}

/** Listens to the other tabs, to the network and to sign-ins, and sends what an earlier page left behind. */
function start(): void {
  if (started) return
  started = true
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'changed') begin().catch(reportError)
    else if (data.kind === 'wake') wake()
    else if (data.waiting.account !== signedIn.account) return
    else if (data.kind === 'refused') refused(data.waiting, data.problem)
    else {
      reached()
      acknowledged(data.waiting, data.answer)
    }
  })
  const whenSeen = () => {
    if (document.visibilityState === 'visible') wake()
  }
  addEventListener('online', wake)
  addEventListener('focus', wake)
  document.addEventListener('visibilitychange', whenSeen)
  signedIn.subscribe(() => {
    publish({ trouble: { kind: 'none' } })
    begin().catch(reportError)
  })
  begin().catch(reportError)
}

function wake(): void {
  pause = shortestPause
  sendAll()
}

function enqueue<Body extends z.ZodObject, Answer extends z.ZodType>(asked: {
  command: Command<Body, Answer>
  study: string | null
  body: z.input<Body>
  describe: string
}): Enqueued<z.output<Answer>> {
  start()
  const account = signedIn.account
  if (account === null)
    throw new Error('Nobody is signed in, so there is nobody whose work this could be.')
  const { command, study } = asked
  const kept: Kept = {
    key: uuidv7(),
    account,
    lane: command.scope === 'study' ? (study ?? '') : '',
    command: command.name,
    path: pathOf(commandPath(command), { params: { study } }),
    body: asked.body,
    describe: asked.describe,
    at: new Date().toISOString(),
  }
  const answered = new Promise<unknown>((resolve, reject) => {
    awaited.set(kept.key, { resolve, reject })
  })
  // Number.MAX_SAFE_INTEGER: after everything that has its place already
  publishPending((pending) => [
    ...pending,
    { ...kept, order: Number.MAX_SAFE_INTEGER, state: 'keeping' },
  ])
  const onDisk = store.keep(kept).then(
    (order) => {
      publishPending((pending) =>
        pending.map((one) =>
          one.key === kept.key && one.state === 'keeping'
            ? { ...one, order, state: 'waiting' }
            : one,
        ),
      )
      tell({ kind: 'changed' })
      drain(account, kept.lane)
    },
    (error: unknown) => {
      refused({ ...kept, order: Number.MAX_SAFE_INTEGER }, notKept(error))
      throw error
    },
  )
  onDisk.catch(() => {})
  const acknowledgement = answered.then((answer) => parseAnswer(command, answer))
  // a caller who does not wait for it learns of a refusal by the refused list, not by an unhandled rejection
  acknowledgement.catch(() => {})
  return { key: kept.key, kept: onDisk, acknowledged: acknowledgement }
}

/** The browser's own refusal: private windows and full disks. */
function notKept(error: unknown): Problem {
  return {
    type: 'about:blank',
    title: 'Not kept',
    status: 507,
    code: browserStorage,
    detail: `This browser could not keep the change (${error instanceof Error ? error.message : 'its storage is switched off'}). Free some space or leave private browsing, then try again.`,
  }
}

export const outbox = {
  start,
  /** Keeps a command and sends it in its turn. What it changes should be on screen before it is acknowledged. */
  enqueue,
  /** Tries everything that waits at once. */
  retryNow(): void {
    wake()
    tell({ kind: 'wake' })
  },
  /**
   * Sets a waiting command aside, among the refused, so that those behind it can go on. For one on which the
   * server fails again and again. One that is on its way at this moment is left to arrive first: what was done must
   * not be called left out.
   */
  async leaveOut(key: string, problem: Problem): Promise<void> {
    const find = () => state.pending.find((one) => one.key === key && one.state === 'waiting')
    const found = find()
    if (found === undefined) return
    await navigator.locks.request(placeOf(found.account, found.lane), async () => {
      const waiting = find()
      if (waiting === undefined) return
      const { state: _, ...kept } = waiting
      await store.setAside(kept, problem)
      refused(kept, problem)
      tell({ kind: 'refused', waiting: kept, problem })
    })
    reached()
    sendAll()
  },
  /** Takes a refused command off the list for good. */
  async dismiss(key: string): Promise<void> {
    await store.dismissRefused(key)
    publish({ refused: state.refused.filter((one) => one.key !== key) })
    tell({ kind: 'changed' })
  },
  /** Puts a refused command at the end of the queue again, as a new one. */
  async tryAgain(key: string): Promise<void> {
    const entry = state.refused.find((one) => one.key === key)
    if (entry === undefined) return
    await store.keepAgain(entry, uuidv7())
    tell({ kind: 'changed' })
    await begin()
  },
  /**
   * What to do in every tab when a command of this name was acknowledged, be it after a reload: put the answer
   * into the cache or fetch again. The command stays among the pending ones until that is done, so that
   * nothing flickers. Say it once, at the top of a module.
   */
  whenAcknowledged<Body extends z.ZodObject, Answer extends z.ZodType>(
    command: Command<Body, Answer>,
    settle: (done: {
      key: string
      study: string
      body: z.output<Body>
      answer: z.output<Answer>
    }) => void | Promise<void>,
  ): void {
    settlers.set(command.name, (waiting, answer) =>
      settle({
        key: waiting.key,
        study: waiting.lane,
        body: command.body.parse(waiting.body),
        answer: parseAnswer(command, answer),
      }),
    )
  },
  /** True when a command of this name looks after the cache itself when acknowledged. */
  settles(name: string): boolean {
    return settlers.has(name)
  },
  whenRefused(listener: (refused: Refused) => void): () => void {
    refusalListeners.add(listener)
    return () => refusalListeners.delete(listener)
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  get state(): OutboxState {
    return state
  },
}
