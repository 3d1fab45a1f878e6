import { useCallback, useEffect, useState } from 'react'

export interface Asked<Answer> {
  answer: Answer | null
  error: unknown
  again: () => void
}

/** Reads, again when `read` is another or on request; what stood there stays until the new answer is here. */
export function useAsked<Answer>(read: (signal: AbortSignal) => Promise<Answer>): Asked<Answer> {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [round, setRound] = useState(0)
  const again = useCallback(() => setRound((before) => before + 1), [])
  useEffect(() => {
    const over = new AbortController()
    read(over.signal)
      .then((answered) => {
        setAnswer(answered)
        setError(null)
      })
      .catch((failure: unknown) => {
        if (!over.signal.aborted) setError(failure)
      })
    return () => over.abort()
  }, [read, round])
  return { answer, error, again }
}

/** What is sent once: the same key while it is tried again, so that it happens once. */
export interface Sending {
  isSending: boolean
  error: unknown
  send(): void
}

export function useSending(send: (key: string) => Promise<void>): Sending {
  const [key, setKey] = useState(() => crypto.randomUUID())
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  return {
    isSending,
    error,
    send() {
      if (isSending) return
      setSending(true)
      setError(null)
      send(key)
        .then(() => setKey(crypto.randomUUID()))
        .catch((failure: unknown) => {
          setError(failure)
          // a refusal changed nothing, and what is sent next may say something else
          if (isRefusal(failure)) setKey(crypto.randomUUID())
        })
        .finally(() => setSending(false))
    },
  }
}

function isRefusal(failure: unknown): boolean {
  return failure instanceof Error && failure.name === 'ProblemError'
}
