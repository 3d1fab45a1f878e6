import { randomUUID } from 'node:crypto'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { makeMachine } from './command.ts'

let machine: Awaited<ReturnType<typeof makeMachine>>
let app: Awaited<ReturnType<(typeof machine)['startApp']>>
let study: string
beforeAll(async () => {
  machine = await makeMachine()
  app = await machine.startApp()
})
afterAll(async () => {
  app.kill()
  await machine.run(['stop'])
  await machine.remove()
})

const summary = z.object({
  study: z.uuid(),
  files: z.array(
    z.object({
      path: z.string(),
      ok: z.boolean(),
      message: z.string().nullable(),
      transcripts: z.array(z.object({ id: z.uuid(), words: z.number() })),
    }),
  ),
})
const minutes = 60_000

/** An age key pair of this test alone: quicker than a passphrase, whose derivation is slow on purpose. */
const identity = 'AGE-SECRET-KEY-15SUK0FZ30687MKHSUYZWME3GAFLNQS7ARTAV0CUJ8RYE5T6E6F5SHWFQ40'
const recipient = 'age1fxyagwh9w3xk4lfl9kdhr268v672a6xk940qk0h0uwzw36plv4lsfdm5sx'

test('the example waits for an account', async () => {
  const { code, said } = await machine.run(['example'])
  expect(code).toBe(2)
  expect(said).toContain('set-up link')
})

test(
  'while the app runs: the example study, an import with a result per file, an export',
  async () => {
    const answer = await fetch(`http://localhost:${machine.port}/api/set-up`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({
        token: app.token,
        name: 'Ada',
        email: 'ada@example.org',
        password: 'correct horse battery staple 7',
      }),
    })
    expect(answer.status).toBe(200)

    const example = await machine.run(['example', '--json'])
    expect(example).toMatchObject({ code: 0 })
    study = z.object({ study: z.uuid() }).parse(JSON.parse(example.out)).study

    await writeFile(machine.path('P001 more.txt'), 'Interviewer: Why?\nP001: Because.\n')
    await writeFile(machine.path('broken.docx'), 'no Word document')
    const imported = await machine.run([
      'import',
      'example',
      machine.path('P001 more.txt'),
      machine.path('broken.docx'),
      machine.path('nowhere.txt'),
      '--declared',
      'pseudonymised',
    ])
    expect(imported.code).toBe(6)
    const { files, ...rest } = summary.parse(JSON.parse(imported.out))
    expect(rest).toEqual({ study })
    expect(files.map(({ ok }) => ok)).toEqual([true, false, false])
    expect(files[0]?.transcripts).toHaveLength(1)
    expect(files[1]?.message).toMatch(/Word/)
    expect(files[2]?.message).toMatch(/cannot be read/)

    const exported = await machine.run([
      'export',
      study,
      '--what',
      'codings',
      '--as',
      'csv',
      '--out',
      '-',
    ])
    expect(exported.code).toBe(0)
    expect(exported.out.split('\n').length).toBeGreaterThan(100)
    const asked = await machine.run([
      'export',
      study,
      '--what',
      'participants',
      '--as',
      'csv',
      '--out',
      '-',
    ])
    expect(asked.out).toContain('P001')
  },
  3 * minutes,
)

test(
  'the app is stopped by the command, ends well, and the same export works without it',
  async () => {
    const running = await machine.run([
      'export',
      study,
      '--what',
      'codes',
      '--as',
      'csv',
      '--out',
      '-',
    ])
    const stopped = await machine.run(['stop'])
    expect(stopped).toMatchObject({ code: 0, said: expect.stringContaining('has stopped') })
    expect(await app.ended).toBe(0)
    expect(await machine.run(['stop'])).toMatchObject({
      code: 0,
      said: expect.stringContaining('does not run'),
    })
    const alone = await machine.run([
      'export',
      study,
      '--what',
      'codes',
      '--as',
      'csv',
      '--out',
      '-',
    ])
    expect(alone).toMatchObject({ code: 0, out: running.out })
    const report = machine.path('report.docx')
    await machine.run(['export', study, '--what', 'report', '--as', 'docx', '--out', report])
    expect((await readFile(report)).subarray(0, 2).toString()).toBe('PK')
  },
  3 * minutes,
)

test(
  'a backup and the key ring make the same installation elsewhere, the audit trail included',
  async () => {
    const [backup, ring] = [machine.path('backup.age'), machine.path('ring.age')]
    const lock = ['--recipient', recipient]
    const unlock = ['--identity-file', machine.path('identity.txt')]
    await writeFile(machine.path('identity.txt'), `# of a test\n${identity}\n`)
    expect(await machine.run(['backup', backup, ...lock])).toMatchObject({ code: 0 })
    expect(await machine.run(['backup', backup, ...lock])).toMatchObject({
      code: 7,
      said: expect.stringContaining('exists already'),
    })
    expect(
      await machine.run(['keys', 'export', ring, '--with-instance-key', ...lock]),
    ).toMatchObject({
      code: 0,
    })
    const head = (await machine.run(['audit', 'verify'])).out.trim()
    expect(head).toMatch(/^\d+:[0-9a-f]{64}$/)

    const elsewhere = {
      THROUGHLINE_HOME: machine.path('home 2'),
      THROUGHLINE_KEYS: machine.path('keys 2'),
    }
    const early = await machine.run(['restore', backup, ...unlock], elsewhere)
    expect(early).toMatchObject({ code: 7, said: expect.stringContaining('keys import') })
    expect(await machine.run(['keys', 'import', ring, ...unlock], elsewhere)).toMatchObject({
      code: 0,
    })
    const passphrase = await machine.run(['restore', backup], elsewhere)
    expect(passphrase).toMatchObject({ code: 7, said: expect.stringContaining('does not open') })
    const restored = await machine.run(['restore', backup, ...unlock], elsewhere)
    expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('all verified') })
    expect(await machine.run(['audit', 'verify', '--expect', head], elsewhere)).toMatchObject({
      code: 0,
    })
    const [number = ''] = head.split(':')
    const other = await machine.run(
      ['audit', 'verify', '--expect', `${number}:${'0'.repeat(64)}`],
      elsewhere,
    )
    expect(other).toMatchObject({ code: 7, said: expect.stringContaining('rewritten') })

    const asked = ['export', study, '--what', 'quotes', '--as', 'csv', '--out', '-']
    expect((await machine.run(asked, elsewhere)).out).toBe((await machine.run(asked)).out)
    expect(await machine.run(['restore', backup, ...unlock], elsewhere)).toMatchObject({
      code: 7,
      said: expect.stringContaining('--replace'),
    })
    expect(await machine.run(['restore', backup, '--replace', ...unlock], elsewhere)).toMatchObject(
      {
        code: 2,
        said: expect.stringContaining('--yes'),
      },
    )
    expect(
      await machine.run(['restore', backup, '--replace', '--yes', ...unlock], elsewhere),
    ).toMatchObject({
      code: 0,
    })
    expect((await stat(backup)).mode & 0o077).toBe(0)

    await rm(machine.path('keys 2'), { recursive: true })
    expect(await machine.run(asked, elsewhere)).toMatchObject({
      code: 2,
      said: expect.stringContaining('keys import'),
    })
    expect(await machine.run(['keys', 'import', ring, ...unlock], elsewhere)).toMatchObject({
      code: 0,
    })
    expect((await machine.run(asked, elsewhere)).code).toBe(0)

    const ringLost = {
      THROUGHLINE_HOME: machine.path('home 3'),
      THROUGHLINE_KEYS: machine.path('keys 3'),
    }
    const without = await machine.run(['restore', backup, '--without-keys', ...unlock], ringLost)
    expect(without).toMatchObject({ code: 0 })
    expect((await machine.run(asked, ringLost)).out).toBe((await machine.run(asked)).out)
  },
  5 * minutes,
)
