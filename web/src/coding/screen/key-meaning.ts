import type { EdgeStep } from '@throughline/text'

/** What a key in the transcript asks for. */
export type KeyMeaning =
  | {
      do: 'find' | 'goTo' | 'grow' | 'keys' | 'escape' | 'words' | 'codeList' | 'remove' | 'recode'
    }
  | { do: 'edge'; step: EdgeStep }
  | { do: 'walk'; direction: 1 | -1 }
  | { do: 'recent'; number: number }
  | { do: 'type'; letter: string }

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * Keys of the coding screen. Letters begin to type a code only while words are selected; without a selection they
 * mean nothing here, so that the browser and the screen reader keep theirs. Null: not ours.
 */
export function keyMeaning(
  { key, ctrlKey, metaKey, altKey, shiftKey }: Pressed,
  { selecting, mayCode }: { selecting: boolean; mayCode: boolean },
): KeyMeaning | null {
  const mod = ctrlKey || metaKey
  if (mod && !altKey && !shiftKey && key.toLowerCase() === 'f') return { do: 'find' }
  if (mod && !altKey && !shiftKey && key.toLowerCase() === 'g') return { do: 'goTo' }
  const step = altKey && shiftKey && mayCode && !selecting ? edgeSteps[key] : undefined
  if (step) return { do: 'edge', step: { ...step, by: mod ? 'character' : 'word' } }
  if (altKey && !mod && !shiftKey && key === 'ArrowUp') return { do: 'grow' }
  if (selecting && mayCode && altKey && !mod && key === 'Enter') return { do: 'words' }
  if (mod || altKey) return null
  if (key === '?') return { do: 'keys' }
  if (key === ']' || key === '[') return { do: 'walk', direction: key === ']' ? 1 : -1 }
  if (key === 'Escape') return { do: 'escape' }
  if (!mayCode) return null
  if (!selecting && key === '/') return { do: 'codeList' }
  if (key === 'Delete' || key === 'Backspace') return { do: 'remove' }
  if (!selecting) return key === 'Enter' ? { do: 'recode' } : null
  if (key === 'Enter') return { do: 'type', letter: '' }
  if (/^[1-9]$/.test(key)) return { do: 'recent', number: Number(key) }
  return /^[\p{L}\p{N}]$/u.test(key) ? { do: 'type', letter: key } : null
}

/** With Alt and Shift, left and right move the end of a coding, up and down its start. */
const edgeSteps: Readonly<Record<string, Omit<EdgeStep, 'by'>>> = {
  ArrowRight: { edge: 'to', direction: 1 },
  ArrowLeft: { edge: 'to', direction: -1 },
  ArrowDown: { edge: 'from', direction: 1 },
  ArrowUp: { edge: 'from', direction: -1 },
}
