import * as contract from '@throughline/contract/coding'
import { undo } from '@throughline/contract/platform'
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deepest, leastUsedColour, refusePlace } from '../../src/coding/rules.ts'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'

let product: TestApp
let lead: Person
let researcher: Person
let coordinator: Person
let study: TestStudy

beforeAll(async () => {
  product = await openTestApp()
  lead = await product.person('Ada Okafor')
  researcher = await product.person('Bea Kim')
  coordinator = await product.person('Cy Lund')
  study = await product.study(lead)
  await study.join(researcher, 'researcher')
  await study.join(coordinator, 'coordinator')
})
afterAll(() => product.close())

const inStudy = () => ({ study: study.id })
const list = async () => (await lead.get(contract.listCodes, inStudy())).answer()
const changes = async (code: string) =>
  (await lead.get(contract.listCodeChanges, inStudy(), { code })).answer().changes
const named = async (id: string) => (await list()).codes.find((code) => code.id === id)

async function newCode(name: string, parent: string | null = null): Promise<string> {
  const id = uuidv7()
  ;(await lead.send(contract.addCode, { id, name, parent }, inStudy())).answer()
  return id
}

describe('the code list', () => {
  test('is a version further after each change, and keeps who changed what, when and why', async () => {
    const before = (await list()).version
    const id = await newCode('Only one like me')
    ;(
      await researcher.send(
        contract.changeCode,
        { id, name: 'Minority within a minority', reason: 'After Tuesday’s meeting' },
        inStudy(),
      )
    ).answer()
    expect((await list()).version).toBe(before + 2)
    const [renamed, added] = await changes(id)
    expect(added).toMatchObject({ what: 'added', by: lead.id, after: { name: 'Only one like me' } })
    expect(renamed).toMatchObject({
      what: 'changed',
      by: researcher.id,
      reason: 'After Tuesday’s meeting',
      before: { name: 'Only one like me' },
      after: { name: 'Minority within a minority' },
    })
  })

  test('takes a change back for any member who may change it, and says so in the history', async () => {
    const id = await newCode('Hoops')
    ;(
      await lead.send(
        contract.changeCode,
        { id, definition: 'What it takes to reach help.' },
        inStudy(),
      )
    ).answer()
    const [change] = await changes(id)
    expect(change?.undoable).toBe(true)
    ;(await researcher.send(undo, { command: change?.step ?? '' }, inStudy())).answer()
    expect((await named(id))?.definition).toBe('')
    expect((await changes(id))[0]).toMatchObject({ what: 'undone', by: researcher.id })
  })

  test('refuses to take back what was changed again since', async () => {
    const id = await newCode('Ticking a box')
    ;(await lead.send(contract.changeCode, { id, name: 'Box ticking' }, inStudy())).answer()
    const [first] = await changes(id)
    ;(await lead.send(contract.changeCode, { id, name: 'Ticked off' }, inStudy())).answer()
    expect((await lead.send(undo, { command: first?.step ?? '' }, inStudy())).problem().code).toBe(
      'changed-since',
    )
    expect((await named(id))?.name).toBe('Ticked off')
  })

  test('holds one open code of a name under one parent, whatever its case', async () => {
    const parent = await newCode('Failures of support')
    await newCode('No follow-up', parent)
    const again = await lead.send(
      contract.addCode,
      { id: uuidv7(), name: 'no FOLLOW-UP', parent },
      inStudy(),
    )
    expect(again.problem()).toMatchObject({ status: 409, code: 'name-taken' })
    const elsewhere = await lead.send(
      contract.addCode,
      { id: uuidv7(), name: 'No follow-up' },
      inStudy(),
    )
    expect(elsewhere.status).toBe(200)
  })

  test('refuses a code under itself, under its own child, and deeper than six levels', async () => {
    const top = await newCode('Level 1')
    const child = await newCode('Level 2', top)
    const move = (id: string, parent: string) =>
      lead.send(contract.moveCode, { id, parent, position: 1 }, inStudy())
    expect((await move(top, top)).problem().code).toBe('no-such-place')
    expect((await move(top, child)).problem().code).toBe('no-such-place')
    let parent = child
    for (let level = 3; level <= deepest; level += 1)
      parent = await newCode(`Level ${level}`, parent)
    const tooDeep = await lead.send(
      contract.addCode,
      { id: uuidv7(), name: 'Level 7', parent },
      inStudy(),
    )
    expect(tooDeep.problem().detail).toContain(String(deepest))
  })

  test('retires a code only once nothing open stands under it, and brings it back', async () => {
    const parent = await newCode('Peer support')
    const child = await newCode('Shared experience', parent)
    const retire = (id: string) => lead.send(contract.retireCode, { id }, inStudy())
    expect((await retire(parent)).problem().code).toBe('codes-below')
    ;(await retire(child)).answer()
    ;(await retire(parent)).answer()
    expect((await lead.send(contract.bringBackCode, { id: child }, inStudy())).problem().code).toBe(
      'parent-retired',
    )
    ;(await lead.send(contract.bringBackCode, { id: parent }, inStudy())).answer()
    expect((await named(parent))?.retired).toBe(false)
  })

  test('is changed by no coordinator, over HTTP or past it', async () => {
    const reply = await coordinator.send(
      contract.addCode,
      { id: uuidv7(), name: 'Theirs' },
      inStudy(),
    )
    expect(reply.status).toBe(403)
    const write = product.platform.database.inStudy(coordinator.id, study.id, null, (transaction) =>
      transaction
        .withTables<{
          code: {
            study_id: string
            id: string
            position: number
            name: string
            colour: number
            made_by: string
          }
        }>()
        .insertInto('code')
        .values({
          study_id: study.id,
          id: uuidv7(),
          position: 1,
          name: 'Theirs',
          colour: 1,
          made_by: coordinator.id,
        })
        .execute(),
    )
    await expect(write).rejects.toThrow(/row-level security/)
  })

  test('gives changes made at the same moment a version each', async () => {
    const ids = await Promise.all(
      Array.from({ length: 8 }, (_, index) => newCode(`At once ${index}`)),
    )
    const versions = await Promise.all(ids.map(async (id) => (await changes(id))[0]?.version))
    expect(new Set(versions).size).toBe(8)
  })
})

describe('the rules of the code list', () => {
  const tree = fc.array(fc.nat(19), { minLength: 1, maxLength: 20 }).map((parents) =>
    parents.map((parent, index) => ({
      id: String(index),
      // A parent with a smaller number, so that there is no loop to begin with.
      parent: index > 0 && parent < index ? String(parent) : null,
      position: index,
      retired: false,
    })),
  )

  test('never allow a move that makes a loop', () => {
    fc.assert(
      fc.property(tree, fc.nat(19), fc.nat(19), (codes, moved, under) => {
        const [id, parent] = [String(moved % codes.length), String(under % codes.length)]
        if (refusePlace(codes, id, parent) !== null) return
        const after = codes.map((code) => (code.id === id ? { ...code, parent } : code))
        for (const code of after) {
          const line = new Set<string>()
          for (
            let at: string | null = code.id;
            at !== null;
            at = after.find((one) => one.id === at)?.parent ?? null
          ) {
            expect(line.has(at)).toBe(false)
            line.add(at)
          }
          expect(line.size).toBeLessThanOrEqual(deepest + codes.length)
        }
      }),
    )
  })

  test('give the twelve colours out evenly', () => {
    const used: number[] = []
    for (let code = 0; code < 36; code += 1) used.push(leastUsedColour(used))
    for (let colour = 1; colour <= 12; colour += 1)
      expect(used.filter((one) => one === colour)).toHaveLength(3)
  })
})
