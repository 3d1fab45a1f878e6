import { useEffect } from 'react'
import type { Bar } from './column-bar.tsx'

/** Mod-F and Mod-G wherever the focus is on the page: the browser's own search sees only what is drawn. */
export function useBarKeys(isOn: boolean, open: (bar: Bar) => void): void {
  useEffect(() => {
    if (!isOn) return undefined
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      const key = event.key.toLowerCase()
      if (key !== 'f' && key !== 'g') return
      event.preventDefault()
      open(key === 'f' ? 'find' : 'goTo')
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [isOn, open])
}
