import { afterAll, beforeAll, expect, test } from 'vitest'
import { addSite, listSites } from '@throughline/contract/study'
import { uuidv7 } from 'uuidv7'
import { openTestApp, type TestApp } from '../app.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

test('what a browser kept of one person is not done under the sign-in of another', async () => {
  const [sara, hana] = [await app.person('Sara Amin'), await app.person('Hana Grey')]
  const study = await app.study(hana, { sites: [] })
  await study.join(sara, 'lead')
  const site = { id: uuidv7(), name: 'Site C' }
  const key = uuidv7()
  const asHana = await hana.send(addSite, site, { study: study.id, key, account: sara.id })
  expect(asHana.status).toBe(401)
  expect((await hana.get(listSites, { study: study.id })).answer().sites).toEqual([])
  const asSara = await sara.send(addSite, site, { study: study.id, key, account: sara.id })
  expect(asSara.answer()).toEqual({ id: site.id })
})
