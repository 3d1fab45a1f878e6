/** What a key in the transcript asks for. */
export type KeyMeaning =
  | { do: 'find' | 'grow' | 'keys' | 'escape' | 'words' | 'codeList' | 'remove' }
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
  if (altKey && !mod && key === 'ArrowUp') return { do: 'grow' }
  if (selecting && mayCode && altKey && !mod && key === 'Enter') return { do: 'words' }
  if (mod || altKey) return null
  if (key === '?') return { do: 'keys' }
  if (key === ']' || key === '[') return { do: 'walk', direction: key === ']' ? 1 : -1 }
  if (key === 'Escape') return { do: 'escape' }
  if (!mayCode) return null
  if (!selecting && key === '/') return { do: 'codeList' }
  if (key === 'Delete' || key === 'Backspace') return { do: 'remove' }
  if (!selecting) return null
  if (key === 'Enter') return { do: 'type', letter: '' }
  if (/^[1-9]$/.test(key)) return { do: 'recent', number: Number(key) }
  return /^[\p{L}\p{N}]$/u.test(key) ? { do: 'type', letter: key } : null
}
