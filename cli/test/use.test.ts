import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeMachine } from './command.ts'

let machine: Awaited<ReturnType<typeof makeMachine>>
beforeAll(async () => {
  machine = await makeMachine()
})
afterAll(() => machine.remove())

describe('every command explains itself', () => {
  test.each([
    [['--help'], 'Exit codes'],
    [['start', '--help'], 'Ctrl-C'],
    [['stop', '--help'], 'Nothing is lost'],
    [['example', '--help'], '--as'],
    [['import', '--help'], '--declared'],
    [['export', '--help'], 'report: docx, html'],
    [['backup', '--help'], '--recipient'],
    [['restore', '--help'], '--replace'],
    [['keys', 'export', '--help'], '--with-instance-key'],
    [['keys', 'import', '--help'], 'stays erased'],
    [['audit', 'verify', '--help'], '--expect'],
    [['doctor', '--help'], 'mend'],
  ])('%s', async (words, telling) => {
    const { code, out } = await machine.run(words)
    expect(code).toBe(0)
    expect(out.replaceAll(/\s+/g, ' ')).toContain(telling)
  })
})

describe('wrong use ends with 2 and a sentence, and touches nothing', () => {
  test.each([
    [['nonsense'], 'unknown command'],
    [['export', 'x', '--what', 'codings', '--as', 'html', '--out', 'x'], 'codings: csv, xlsx'],
    [['import', 'x', 'file.txt'], '--declared'],
    [['audit', 'verify', '--expect', 'x'], 'a number, a colon'],
    [['doctor', '--port', '0'], 'from 1 to 65535'],
    [['backup', 'x.age', '--passphrase-file', '/nowhere'], 'cannot be read'],
    [['backup', 'x.age', '--recipient', 'age1x', '--passphrase-file', '/nowhere'], 'not both'],
  ])('%s', async (words, sentence) => {
    const { code, out, said } = await machine.run(words)
    expect(said.replaceAll(/\s+/g, ' ')).toContain(sentence)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  test('a backup without a way to encrypt it', async () => {
    const { code, said } = await machine.run(['backup', machine.path('b.age')], {
      THROUGHLINE_BACKUP_PASSPHRASE: '',
    })
    expect(code).toBe(2)
    expect(said).toContain('THROUGHLINE_BACKUP_PASSPHRASE')
  })
})
