import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { freePort, makeMachine } from './command.ts'

let machine: Awaited<ReturnType<typeof makeMachine>>
beforeAll(async () => {
  machine = await makeMachine()
})
afterAll(() => machine.remove())

const report = z.object({
  findings: z.array(
    z.object({
      what: z.string(),
      state: z.enum(['fine', 'warning', 'problem']),
      found: z.string(),
      mend: z.string().nullable(),
    }),
  ),
})

async function examine(more: NodeJS.ProcessEnv = {}) {
  const { code, out } = await machine.run(['doctor', '--json'], more)
  const { findings } = report.parse(JSON.parse(out))
  const about = (what: string) => findings.find((finding) => finding.what === what)
  return { code, findings, about }
}

describe('the doctor', () => {
  test('finds no problem on a fresh machine, and makes nothing', async () => {
    const { code, findings, about } = await examine()
    expect(findings.filter(({ state }) => state === 'problem')).toEqual([])
    expect(code).toBe(0)
    expect(about('Home')?.found).toContain('will be made')
    expect((await examine()).about('Home')?.found).toContain('will be made')
  })

  test('finds a port in use', async () => {
    const other: Server = createServer()
    await new Promise<void>((resolve) => other.listen(machine.port, '127.0.0.1', resolve))
    const { code, about } = await examine()
    other.close()
    expect(code).toBe(7)
    expect(about(`Port ${machine.port}`)).toMatchObject({
      state: 'problem',
      mend: expect.stringContaining('--port'),
    })
  })

  test('finds keys that others can read, and keys that are none', async () => {
    const keys = machine.path('loose keys')
    await mkdir(keys, { mode: 0o700 })
    const file = `${keys}/instance.key`
    await writeFile(file, 'no key')
    await chmod(file, 0o644)
    const loose = await examine({ THROUGHLINE_KEYS: keys })
    expect(loose.about('Keys')).toMatchObject({
      state: 'problem',
      found: expect.stringContaining(`chmod 600 '${file}'`),
    })
    await chmod(file, 0o600)
    const wrong = await examine({ THROUGHLINE_KEYS: keys })
    expect(wrong.about('Keys')?.found).toContain('is not an instance key')
  })

  test('finds a mail server that does not answer, and does not show its password', async () => {
    const port = await freePort()
    const { about } = await examine({
      THROUGHLINE_SMTP_URL: `smtp://ada:secret@127.0.0.1:${port}`,
    })
    expect(about('Mail')).toMatchObject({ state: 'problem' })
    expect(JSON.stringify(about('Mail'))).not.toContain('secret')
  })

  test('finds a PostgreSQL server that does not answer', async () => {
    const port = await freePort()
    const { code, about } = await examine({
      DATABASE_URL: `postgresql://ada:secret@127.0.0.1:${port}/x`,
    })
    expect(code).toBe(7)
    expect(about('Database')).toMatchObject({ state: 'problem' })
    expect(JSON.stringify(about('Database'))).not.toContain('secret')
  })

  test('notes a terminal without UTF-8', async () => {
    const { about } = await examine({ LANG: 'C' })
    expect(about('Locale')).toMatchObject({ state: 'warning' })
  })
})
