import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const root = join(import.meta.dirname, '..', '..')

export interface Ended {
  code: number | null
  out: string
  said: string
}

/** A throw-away machine: homes, keys and files in one temporary directory, and a free port. */
export async function makeMachine() {
  const directory = await mkdtemp(join(tmpdir(), 'throughline-test-'))
  // Under root the database runs as another user, who must be able to pass.
  await chmod(directory, 0o711)
  const port = await freePort()
  const variables = {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    THROUGHLINE_HOME: join(directory, 'home'),
    THROUGHLINE_KEYS: join(directory, 'keys'),
    THROUGHLINE_PORT: String(port),
    THROUGHLINE_BACKUP_PASSPHRASE: 'correct horse battery staple',
  }
  const node = (program: string, words: string[], more: NodeJS.ProcessEnv) =>
    spawn(process.execPath, [join(root, program), ...words], { env: { ...variables, ...more } })

  return {
    port,
    path: (name: string) => join(directory, name),
    /** Runs the command to its end. */
    async run(words: string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> {
      const child = node('cli/src/main.ts', words, more)
      child.stdin.end()
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
      const [out, said, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
      return { code, out, said }
    },
    /** Starts the app and waits until it answers; gives its set-up token. */
    async startApp() {
      const child = node('server/src/main.ts', [], {})
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
      let output = ''
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (piece: string) => {
        said += piece
      })
      for await (const piece of child.stdout
        .setEncoding('utf8')
        .iterator({ destroyOnReturn: false })) {
        output += String(piece)
        const [, token] = /set-up\/([\w-]+)/.exec(output) ?? []
        if (token !== undefined) return { token, ended, kill: () => child.kill('SIGKILL') }
      }
      throw new Error(`The app ended before it was ready: ${output}${said}`)
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
