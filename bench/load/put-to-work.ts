import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type Outcome, outcome, type Work } from './work.ts'

/** Has clients in another process do this. @throws when one of their requests is refused */
export async function putToWork(task: Work): Promise<Outcome> {
  const child = fork(join(import.meta.dirname, 'clients.ts'))
  child.send(task)
  const said = once(child, 'message')
  const ended = once(child, 'exit').then(() => {
    throw new Error('The clients ended before their work was done; they say why above.')
  })
  const [message] = await Promise.race([said, ended])
  ended.catch(() => undefined)
  return outcome.parse(message)
}
