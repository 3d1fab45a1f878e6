import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { discloseIn } from '../src/disclose.ts'
import { Refusal } from '../src/exit-codes.ts'
import { makeMachine } from './command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-disclose-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function given(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const plain = 'site,year 1,year 2\nA,3,20\nB,12,40\n'

describe('throughline disclose', () => {
  test('prints the protected table and what was done to each cell', async () => {
    const machine = await makeMachine()
    const path = await given('plain.csv', plain)
    const { code, out, said } = await machine.run(['disclose', path, '--rule', 'uk_llc_tre'])
    expect(code).toBe(0)
    expect(said).toContain('does not show that the table is safe')
    expect(JSON.parse(out)).toMatchObject({
      rule: 'uk_llc_tre',
      table: [
        ['', 'year 1', 'year 2', 'Total'],
        ['A', '<10', '[c]', '23'],
        ['B', '[c]', '[c]', '52'],
        ['Total', '15', '60', '75'],
      ],
      inferable: [],
    })
    const refused = await machine.run(['disclose', path, '--rule', 'mine'])
    expect(refused).toMatchObject({ code: 2, out: '' })
    await machine.remove()
  })

  test('takes totals that are there for what they are, and refuses those that are wrong', async () => {
    const right = await given(
      'right.csv',
      'site,year 1,year 2,Total\nA,3,20,23\nB,12,40,52\nTotal,15,60,75\n',
    )
    const without = await given('without.csv', plain)
    const rule = 'nhs_digital_subnational'
    expect((await discloseIn(right, rule)).table).toEqual((await discloseIn(without, rule)).table)
    const wrong = await given('wrong.csv', 'site,year 1,Total\nA,3,4\n')
    await expect(discloseIn(wrong, rule)).rejects.toThrow(
      'the total is given as 4, and the counts add up to 3',
    )
  })

  test('compares with an earlier version', async () => {
    const before = await given('before.csv', 'site,year 1,year 2\nA,30,20\nB,12,40\n')
    const after = await given('after.csv', 'site,year 1,year 2\nA,29,20\nB,12,40\n')
    const { differences = [] } = await discloseIn(after, 'ons_ls_threshold', before)
    expect(differences[0]).toMatchObject({ row: 'A', column: 'year 1', before: 30, after: 29 })
  })

  test.for([
    ['empty.csv', '', 'is empty'],
    ['object.csv', '{"a":1}', 'is JSON'],
    ['words.csv', 'site,x\nA,many\n', 'Line 2 of'],
    ['hole.csv', 'site,x,y\nA,1,\n', 'a cell is empty'],
    ['short.csv', 'site,x,y\nA,1\n', 'a cell is empty'],
    ['long.csv', 'site,x\nA,1,2\n', 'more cells than the first line names columns'],
    ['negative.csv', 'site,x\nA,-1\n', '-1 is not a count'],
    ['twice.csv', 'site,x\nA,1\nA,2\n', 'has the row A twice'],
    ['head.csv', 'site,x\n', 'A table needs a row'],
  ])(
    'says in a sentence what is wrong with %s',
    async ([name = '', content = '', sentence = '']) => {
      const path = await given(name, content)
      await expect(discloseIn(path, 'uk_llc_tre')).rejects.toThrow(sentence)
      await expect(discloseIn(path, 'uk_llc_tre')).rejects.toBeInstanceOf(Refusal)
    },
  )
})
