import { redo, undo } from '@throughline/contract/platform'
import * as contract from '@throughline/contract/quotes'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'

let product: TestApp
let lead: Person
let colleague: Person
let study: TestStudy

beforeAll(async () => {
  product = await openTestApp()
  lead = await product.person('Ada Okafor')
  colleague = await product.person('Bea Kim')
  study = await product.study(lead)
  await study.join(colleague, 'researcher')
})
afterAll(() => product.close())

const viewsOf = async (who: Person) =>
  (await who.get(contract.listQuoteViews, { study: study.id })).answer().views
const question = { any: [uuidv7()], near: [uuidv7()], within: 3, since: '2026-03-01', by: 'site' }

async function save(name: string): Promise<string> {
  const id = uuidv7()
  const body = contract.saveQuoteView.body.parse({ id, name, question })
  ;(await lead.send(contract.saveQuoteView, body, { study: study.id })).answer()
  return id
}

describe('a saved view', () => {
  test('opens the same conditions for another member', async () => {
    const id = await save('Year one, loneliness')
    expect((await viewsOf(colleague)).find((view) => view.id === id)).toMatchObject({
      name: 'Year one, loneliness',
      question,
      by: lead.id,
    })
  })

  test('is renamed and removed by a colleague, and comes back as it was by undo', async () => {
    const id = await save('Deviant cases')
    const before = (await viewsOf(lead)).find((view) => view.id === id)
    const [renaming, removing] = [uuidv7(), uuidv7()]
    const body = { id, name: 'Negative cases' }
    const at = { study: study.id }
    ;(await colleague.send(contract.renameQuoteView, body, { ...at, key: renaming })).answer()
    ;(await colleague.send(contract.removeQuoteView, { id }, { ...at, key: removing })).answer()
    expect((await viewsOf(lead)).some((view) => view.id === id)).toBe(false)
    ;(await lead.send(undo, { command: removing }, at)).answer()
    ;(await lead.send(undo, { command: renaming }, at)).answer()
    expect((await viewsOf(lead)).find((view) => view.id === id)).toEqual(before)
    ;(await lead.send(redo, { command: renaming }, at)).answer()
    expect((await viewsOf(lead)).find((view) => view.id === id)?.name).toBe('Negative cases')
  })

  test('has a name of its own, whatever its case', async () => {
    await save('Hearsay')
    const body = contract.saveQuoteView.body.parse({ id: uuidv7(), name: 'HEARSAY', question })
    const refused = await lead.send(contract.saveQuoteView, body, { study: study.id })
    expect(refused.status).toBe(409)
  })

  test('is read and never changed by an observer, and is not there for another study', async () => {
    const id = await save('For observers to read')
    const observer = await product.person('Dee Ono')
    await study.join(observer, 'observer')
    expect((await viewsOf(observer)).some((view) => view.id === id)).toBe(true)
    const removal = await observer.send(contract.removeQuoteView, { id }, { study: study.id })
    expect(removal.status).toBe(403)
    const other = await product.study(colleague)
    const reached = await colleague.send(contract.removeQuoteView, { id }, { study: other.id })
    expect(reached.status).toBe(404)
    expect(
      (await colleague.get(contract.listQuoteViews, { study: other.id })).answer().views,
    ).toEqual([])
  })
})
