import { useEffect, useState } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from '../../design/index.ts'
import { useReachable } from '../connection.ts'
import { messages } from '../messages.ts'
import { outbox, useOutbox } from '../outbox/index.ts'
import { useWords } from '../words.tsx'

type State =
  | { kind: 'saved' | 'saving' | 'offline' }
  | { kind: 'waiting' | 'offlineKept' | 'refused'; count: number }

const shown = 8
/** Milliseconds after which sending is called “not sent yet” instead of “saving”. */
const patience = 2_500

/** The small honest state: whether what I did has reached the server. Behind it, what has not. */
export function SaveState() {
  const t = useWords(messages)
  const { pending, refused, trouble } = useOutbox()
  const reachable = useReachable()
  const waiting = pending.filter((one) => one.state !== 'settling')
  const state = useSaveState(waiting.length, refused.length)
  const words = t(`app.save.${state.kind}`, 'count' in state ? { count: state.count } : {})
  return (
    <DialogTrigger>
      <Button tone="plain" className="shell-save" data-state={state.kind}>
        <span role="status">{words}</span>
      </Button>
      <Popover placement="bottom end">
        <Dialog title={t('app.save.title')} className="shell-save-list">
          {!reachable && <p className="shell-save-trouble">{t('app.save.unreachable')}</p>}
          {waiting.length === 0 && refused.length === 0 && reachable && (
            <p>{t('app.save.allSaved')}</p>
          )}
          {waiting.length > 0 && (
            <section>
              <h3>{t('app.save.waitingTitle')}</h3>
              <ol>
                {waiting.slice(0, shown).map((one) => (
                  <li key={one.key}>{one.describe}</li>
                ))}
              </ol>
              {waiting.length > shown && (
                <p>{t('app.save.more', { count: waiting.length - shown })}</p>
              )}
              <p className="shell-save-explain">{t('app.save.explain')}</p>
              {trouble.kind === 'server' && (
                <p className="shell-save-trouble">{trouble.problem.detail}</p>
              )}
              <div className="shell-save-actions">
                <Button size="small" onPress={() => outbox.retryNow()}>
                  {t('app.save.retry')}
                </Button>
                {trouble.kind === 'server' && (
                  <Button
                    size="small"
                    tone="plain"
                    onPress={() => void outbox.leaveOut(trouble.key, trouble.problem)}
                  >
                    {t('app.save.leaveOut')}
                  </Button>
                )}
              </div>
            </section>
          )}
          {refused.length > 0 && (
            <section>
              <h3>{t('app.save.refusedTitle')}</h3>
              <ul>
                {refused.map((one) => (
                  <li key={one.key}>
                    <b>{one.describe}</b>
                    <p>{one.problem.detail}</p>
                    <div className="shell-save-actions">
                      <Button size="small" onPress={() => void outbox.tryAgain(one.key)}>
                        {t('app.save.tryAgain')}
                      </Button>
                      <Button
                        size="small"
                        tone="plain"
                        onPress={() => void outbox.dismiss(one.key)}
                      >
                        {t('app.save.dismiss')}
                      </Button>
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function useSaveState(waiting: number, refused: number): State {
  const reachable = useReachable()
  const [slow, setSlow] = useState(false)
  const isWaiting = waiting > 0
  useEffect(() => {
    if (!isWaiting) return
    const timer = setTimeout(() => setSlow(true), patience)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [isWaiting])
  if (refused > 0) return { kind: 'refused', count: refused }
  if (!reachable) return waiting > 0 ? { kind: 'offlineKept', count: waiting } : { kind: 'offline' }
  if (waiting === 0) return { kind: 'saved' }
  return slow ? { kind: 'waiting', count: waiting } : { kind: 'saving' }
}
