import { listCodings } from '@throughline/contract/coding'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../../web/test/browser.ts'
import { type App, makePlace, type Place, startApp } from './app-under-fault.ts'
import { owner, password, type Scene, setTheScene, signIn } from './client.ts'

let browser: Browser
let place: Place
let app: App
let scene: Scene

beforeAll(async () => {
  ;[browser, place] = await Promise.all([launchChromium(), makePlace()])
  app = await startApp(place)
  scene = await setTheScene(place, app)
})
afterAll(async () => {
  await browser.close()
  await place.clear()
})

const kill = async () => {
  app.kill('SIGKILL')
  await app.ended
}
const start = async () => {
  app = await startApp(place)
}

async function signedInContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
  // A sign-in of its own, which ends when this browser signs out.
  const { cookies: own } = await signIn(place)
  const cookies = [...own].map(([name, value]) => ({
    name,
    value,
    url: place.origin,
  }))
  await context.addCookies(cookies)
  return context
}

async function openTranscript(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${place.origin}/studies/${scene.study}/code/${scene.transcript}`)
  await page.locator('.cm-line').first().waitFor()
  return page
}

let passages = 0

/** Selects a passage that nobody has coded yet, from the keyboard, and codes it. */
async function codePassage(page: Page): Promise<void> {
  const week = passages % 6
  const further = Math.floor(passages / 6)
  passages += 1
  await page.bringToFront()
  await page
    .locator('.cm-line', { hasText: `In week ${week} ` })
    .click({ position: { x: 20, y: 8 } })
  await page.keyboard.press('Home')
  for (let word = 0; word <= further; word++) await page.keyboard.press('Control+Shift+ArrowRight')
  const field = page.getByRole('combobox', { name: 'Code for the selected words' })
  await field.fill('being')
  await field.press('Enter')
  await field.waitFor({ state: 'detached' })
}

async function codePassages(page: Page, count: number): Promise<void> {
  for (let done = 0; done < count; done++) await codePassage(page)
}

const saveState = (page: Page) => page.locator('.shell-save [role=status]').innerText()

const patient = { timeout: 60_000 }
const untilSaved = (page: Page) => expect.poll(() => saveState(page), patient).toBe('Saved')
const untilSaid = (page: Page, count: number) =>
  expect
    .poll(() => saveState(page), patient)
    .toMatch(new RegExp(`\\b${count} (not sent yet|kept here)`))

async function expectOnServer(count: number): Promise<void> {
  const { study, transcript, lead } = scene
  const { codings } = (await lead.get(listCodings, { study, transcript })).answer()
  expect(codings).toHaveLength(count)
  expect(new Set(codings.map(({ from, to }) => `${from}-${to}`)).size).toBe(count)
}

test('what is coded while the app is dead arrives once, from two tabs, and the page says how it stands', async () => {
  const context = await signedInContext()
  const page = await openTranscript(context)
  const second = await openTranscript(context)
  await codePassages(page, 2)
  await untilSaved(page)
  await expectOnServer(2)

  await kill()
  await codePassages(page, 3)
  await untilSaid(page, 3)
  await codePassages(second, 2)
  await untilSaid(second, 5)
  await untilSaid(page, 5)
  await start()
  await Promise.all([untilSaved(page), untilSaved(second)])
  await expectOnServer(7)

  await kill()
  await codePassages(page, 2)
  await untilSaid(page, 2)
  await start()
  await page.reload()
  await untilSaved(page)
  await expectOnServer(9)
  await context.close()
})

test('killed again and again while somebody codes, nothing is lost and nothing comes twice', async () => {
  const context = await signedInContext()
  const page = await openTranscript(context)
  const before = passages
  const { study, transcript, lead } = scene
  for (let round = 0; round < 4; round++) {
    const coding = codePassages(page, 4)
    await sleep(Math.random() * 1500)
    await kill()
    await coding
    // However fast the four were, this one meets a dead app.
    await codePassage(page)
    expect(await saveState(page)).not.toBe('Saved')
    await start()
    await untilSaved(page)
  }
  expect(passages).toBe(before + 20)
  expect((await lead.get(listCodings, { study, transcript })).answer().codings).toHaveLength(
    passages,
  )
  await context.close()
})

test('what was not sent when somebody signed out is sent when they sign in again', async () => {
  const context = await signedInContext()
  const page = await openTranscript(context)
  await context.route('**/add-coding', (route) => route.abort())
  await codePassages(page, 2)
  await untilSaid(page, 2)
  await page.getByRole('button', { name: new RegExp(owner.name) }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  const question = page.getByRole('alertdialog')
  expect(await question.innerText()).toContain('2 changes have not reached the server yet')
  await question.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/\/sign-in/)
  await expectOnServer(passages - 2)
  await context.unroute('**/add-coding')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('.shell-save').waitFor()
  await untilSaved(page)
  await expectOnServer(passages)
  await context.close()
})
