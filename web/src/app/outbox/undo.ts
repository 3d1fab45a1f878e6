import { redo, undo } from '@throughline/contract/platform'
import { useEffect, useSyncExternalStore } from 'react'
import { signedIn } from '../session-marker.ts'
import { wordsOf } from '../words.tsx'
import { messages } from '../messages.ts'
import { outbox } from './outbox.ts'

/** A step of mine in this tab, by the key of its command. */
interface Step {
  key: string
  describe: string
}

/** Steps that may be taken back, and steps taken back that may be taken again; the last one is next. */
interface Steps {
  done: readonly Step[]
  undone: readonly Step[]
}

const longest = 100
const none: Steps = { done: [], undone: [] }
const known = new Map<string, Steps>()
const listeners = new Set<() => void>()

function placeOf(study: string): string {
  return `throughline.undo:${signedIn.account ?? ''}:${study}`
}

function isStep(value: unknown): value is Step {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    typeof value.key === 'string' &&
    'describe' in value &&
    typeof value.describe === 'string'
  )
}

function read(study: string): Steps {
  const place = placeOf(study)
  const steps = known.get(place)
  if (steps) return steps
  const stored: unknown = JSON.parse(sessionStorage.getItem(place) ?? 'null')
  const listIn = (name: 'done' | 'undone'): Step[] => {
    if (typeof stored !== 'object' || stored === null) return []
    const list: unknown = Reflect.get(stored, name)
    return Array.isArray(list) ? list.filter(isStep) : []
  }
  const found: Steps = stored === null ? none : { done: listIn('done'), undone: listIn('undone') }
  known.set(place, found)
  return found
}

function write(study: string, steps: Steps): void {
  const place = placeOf(study)
  known.set(place, steps)
  sessionStorage.setItem(place, JSON.stringify(steps))
  for (const listener of listeners) listener()
}

/** Remembers a step of mine, so that Mod-Z takes it back; whatever was undone before can no longer be redone. */
export function remember(study: string, step: Step): void {
  write(study, { done: [...read(study).done, step].slice(-longest), undone: [] })
}

/**
 * Takes back my last step in this study and this tab. One that still waits is followed by its undoing, in
 * order. Returns the step, or null when there is none. A refusal reaches the refused list with its sentence.
 */
export function undoLast(study: string): Step | null {
  const { done, undone } = read(study)
  const step = done.at(-1)
  if (step === undefined) return null
  write(study, { done: done.slice(0, -1), undone: [...undone, step] })
  takeBack(study, step)
  return step
}

/** Takes back one certain step, such as the one that a toast tells of. */
export function undoStep(study: string, key: string): void {
  const { done, undone } = read(study)
  const step = done.find((one) => one.key === key)
  if (step === undefined) return
  write(study, { done: done.filter((one) => one !== step), undone: [...undone, step] })
  takeBack(study, step)
}

function takeBack(study: string, step: Step): void {
  const t = wordsOf(messages)
  outbox.enqueue({
    command: undo,
    study,
    body: { command: step.key },
    describe: t('app.undo.did', { step: step.describe }),
  })
}

/** Takes again the last step that was taken back. */
export function redoLast(study: string): Step | null {
  const { done, undone } = read(study)
  const step = undone.at(-1)
  if (step === undefined) return null
  write(study, { done: [...done, step], undone: undone.slice(0, -1) })
  const t = wordsOf(messages)
  outbox.enqueue({
    command: redo,
    study,
    body: { command: step.key },
    describe: t('app.redo.did', { step: step.describe }),
  })
  return step
}

// a refused step never happened, and one whose undoing was refused stands: neither can be taken back
outbox.whenRefused((refused) => {
  const body = refused.body
  const about =
    (refused.command === undo.name || refused.command === redo.name) &&
    typeof body === 'object' &&
    body !== null &&
    'command' in body
      ? body.command
      : refused.key
  const { done, undone } = read(refused.lane)
  const others = (steps: readonly Step[]) => steps.filter((one) => one.key !== about)
  if (done.length + undone.length > others(done).length + others(undone).length)
    write(refused.lane, { done: others(done), undone: others(undone) })
})

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** My next step to take back and to take again, for buttons and menus; null when there is none. */
export function useUndo(study: string): { undo: Step | null; redo: Step | null } {
  const steps = useSyncExternalStore(subscribe, () => read(study))
  return { undo: steps.done.at(-1) ?? null, redo: steps.undone.at(-1) ?? null }
}

/** Mod-Z and Mod-Shift-Z (and Ctrl-Y), but while a text field has the focus, which has an undo of its own. */
export function useUndoKeys(study: string): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return
      if (isTextField(event.target)) return
      const key = event.key.toLowerCase()
      if (key === 'z' && !event.shiftKey) undoLast(study)
      else if ((key === 'z' && event.shiftKey) || (key === 'y' && event.ctrlKey)) redoLast(study)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [study])
}

/** Where typing goes into text. A transcript that is only read or coded (aria-readonly) is no text field. */
function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return target.closest('[aria-readonly="true"]') === null
  return target.matches('input:not([type=checkbox], [type=radio], [type=button]), textarea, select')
}
