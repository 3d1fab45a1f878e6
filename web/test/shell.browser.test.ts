import { AxeBuilder } from '@axe-core/playwright'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium } from './browser.ts'
import { answer, buildPage, PageServer, readBody, refuse, type Built } from './built-pages.ts'

const study = '01890a5d-ac96-774b-bcce-b302099a8057'
const step = '01890a5d-ac96-774b-bcce-b302099a8059'
const sara = { id: 'sara', name: 'Sara Amin', email: 'sara@example.org', owner: true }

let browser: Browser
let built: Built
let server: PageServer
let context: BrowserContext
let page: Page
let faults: string[]

// what the server holds
let account: typeof sara | null
let firstRun: boolean
let themesWaiting: number
let refuses: boolean
let performed: unknown[]
let streams: Set<ServerResponse>
let streamsOpened: number
/** Seconds of the past that the last stream asked for. */
let askedAge: number

beforeAll(async () => {
  ;[browser, built] = await Promise.all([launchChromium(), buildPage('index.html')])
  server = new PageServer(built, 'index.html', api)
  await server.start()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await built.remove()
})
beforeEach(async () => {
  account = sara
  firstRun = false
  themesWaiting = 2
  refuses = false
  performed = []
  streams = new Set()
  streamsOpened = 0
  faults = []
  context = await browser.newContext({ reducedMotion: 'reduce' })
  page = await newPage()
})
afterEach(async () => {
  await context.close()
  expect(faults).toEqual([])
})

async function newPage(): Promise<Page> {
  const opened = await context.newPage()
  opened.setDefaultTimeout(60_000)
  opened.on('pageerror', (error) => faults.push(String(error)))
  opened.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text())
  })
  return opened
}

async function api(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', server.url)
  const within = pathname.replace(`/api/studies/${study}`, '')
  if (pathname === '/api/me') return answer(response, { account, firstRun, sendsMail: false })
  if (pathname === '/api/sign-out') {
    account = null
    return answer(response, {})
  }
  if (account === null) return refuse(response, 401, 'sign-in', 'Sign in first.')
  if (pathname === '/api/studies')
    return answer(response, {
      studies: [
        {
          id: study,
          title: 'Belonging at medical school',
          example: false,
          foundedAt: '2026-03-01T09:00:00Z',
          role: 'lead',
        },
      ],
    })
  if (within === '/events') return stream(request, response)
  if (within === '/waiting/themes')
    return answer(response, {
      items: Array.from({ length: themesWaiting }, (_, index) => ({
        id: `theme-${index}`,
        sentence: 'A theme without a quote',
        detail: '',
        page: 'themes',
        action: 'Open',
        urgent: false,
      })),
    })
  if (request.method === 'POST' && within === '/undo') {
    performed.push(await readBody(request))
    return answer(response, { undone: step })
  }
  if (request.method === 'POST' && within === '/note') {
    const body = await readBody(request)
    if (refuses) return refuse(response, 409, 'retired', 'This code is retired. Choose another.')
    performed.push(body)
    return answer(response, {})
  }
  refuse(response, 404, 'not-found', 'There is nothing at this address.')
}

function stream(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write('retry: 200\nid: 1\n\n')
  streams.add(response)
  streamsOpened += 1
  askedAge = Number(new URL(request.url ?? '', 'http://page').searchParams.get('age'))
  request.on('close', () => streams.delete(response))
}

function tellAll(name: string, command: string | null = null): void {
  const event = {
    position: 2,
    name,
    account: 'hana',
    command,
    at: '2026-03-01T09:00:00Z',
    data: {},
  }
  for (const open of streams) open.write(`id: 2\ndata: ${JSON.stringify(event)}\n\n`)
}

const go = (path: string, on = page) => on.goto(server.url + path)
const rail = (on = page) => on.getByRole('navigation', { name: 'The study' })
const saveState = () => page.locator('.shell-save').textContent()

/** What an earlier page kept in this browser and never sent. */
async function leaveBehind(...texts: string[]): Promise<void> {
  await page.evaluate(
    ([path, lane, lines]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('throughline')
        opening.addEventListener('error', () => reject(opening.error ?? new Error('not opened')))
        opening.onsuccess = () => {
          const database = opening.result
          const transaction = database.transaction('waiting', 'readwrite')
          for (const text of lines)
            transaction.objectStore('waiting').add({
              key: crypto.randomUUID(),
              account: 'sara',
              lane,
              command: 'note',
              path,
              body: { text },
              describe: `Noted ${text}`,
              at: new Date().toISOString(),
            })
          transaction.oncomplete = () => {
            database.close()
            resolve()
          }
        }
      }),
    [`/api/studies/${study}/note`, study, texts] as const,
  )
}

describe('who may come in', () => {
  test('nobody signed in is led to sign-in, and back afterwards', async () => {
    account = null
    await go(`/studies/${study}/interview`)
    await page.waitForURL(
      `${server.url}/sign-in?next=${encodeURIComponent(`/studies/${study}/interview`)}`,
    )
  })

  test('a new installation is led to its set-up', async () => {
    account = null
    firstRun = true
    await go('/')
    await page.waitForURL(`${server.url}/set-up`)
  })

  test('a server that does not answer is said to be so, and asked again', async () => {
    let asked = 0
    await page.route('**/api/me', (route) => {
      asked += 1
      return asked < 5 ? route.abort() : route.continue()
    })
    await go(`/studies/${study}/interview`)
    await page.getByRole('alert').getByText('The server does not answer').waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await rail().waitFor()
  })

  test('who is signed out elsewhere is led to sign-in by the next refusal', async () => {
    await go(`/studies/${study}/interview`)
    await rail().waitFor()
    await expect.poll(() => streams.size).toBe(1)
    account = null
    themesWaiting = 3
    tellAll('theme.changed')
    await page.waitForURL(/\/sign-in\?next=/)
  })

  test('signing out ends the session and leads to sign-in', async () => {
    await go(`/studies/${study}/interview`)
    await page.getByRole('button', { name: 'Your account: Sara Amin' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL(/\/sign-in/)
    expect(await page.evaluate(() => localStorage.getItem('throughline.account'))).toBeNull()
  })
})

describe('the rail', () => {
  test('names the six rooms, marks the one that is open and counts what waits', async () => {
    await go(`/studies/${study}/interview`)
    await expect
      .poll(() => rail().getByRole('link').allTextContents())
      .toEqual(['Recruit', 'Interview', 'Transcribe', 'Code', 'Themes 2', 'Report'])
    expect(await rail().locator('[aria-current=page]').textContent()).toBe('Interview')
    expect(await page.getByRole('button', { name: 'Belonging at medical school' }).count()).toBe(1)
  })

  test('leads to a room that comes later, which says what to do meanwhile', async () => {
    await go(`/studies/${study}/participants`)
    await rail().getByRole('link', { name: 'Interview' }).click()
    await page.getByText('hold your interviews as you do now').waitFor()
    await page.getByRole('link', { name: 'Go to the transcripts' }).click()
    await page.waitForURL(`${server.url}/studies/${study}/transcribe`)
  })

  test('counts anew when something happens that it counts', async () => {
    await go(`/studies/${study}/interview`)
    await rail().getByText('Themes 2').waitFor()
    await expect.poll(() => streams.size).toBe(1)
    themesWaiting = 5
    tellAll('theme.changed')
    await rail().getByText('Themes 5').waitFor()
  })
})

describe('the live stream', () => {
  test('is one for all tabs of a study, handed on when the tab that holds it closes', async () => {
    await go(`/studies/${study}/interview`)
    await expect.poll(() => streams.size).toBe(1)
    const second = await newPage()
    await go(`/studies/${study}/interview`, second)
    await rail(second).getByText('Themes 2').waitFor()
    themesWaiting = 5
    tellAll('theme.changed')
    await rail(second).getByText('Themes 5').waitFor()
    expect(streamsOpened).toBe(1)
    await page.close()
    await expect.poll(() => streamsOpened).toBe(2)
    themesWaiting = 6
    tellAll('theme.changed')
    await rail(second).getByText('Themes 6').waitFor()
  })

  test('asks for what happened since the oldest answer that the page shows', async () => {
    await page.clock.install()
    await go('/account')
    await go(`/studies/${study}/interview`)
    await expect.poll(() => streams.size).toBe(1)
    const fresh = askedAge
    await page.getByRole('link', { name: 'Throughline' }).first().click()
    await expect.poll(() => streams.size).toBe(0)
    await page.clock.fastForward('10:00')
    await page.goBack()
    await expect.poll(() => streams.size).toBe(1)
    expect(fresh).toBeGreaterThan(0)
    expect(askedAge).toBeGreaterThanOrEqual(600)
  })

  test('fetches anew what it may have missed while it was broken', async () => {
    await go(`/studies/${study}/interview`)
    await rail().getByText('Themes 2').waitFor()
    await expect.poll(() => streams.size).toBe(1)
    themesWaiting = 7
    for (const open of streams) open.destroy()
    await rail().getByText('Themes 7').waitFor()
  })
})

describe('the save state', () => {
  beforeEach(async () => {
    await go(`/studies/${study}/interview`)
    await expect.poll(saveState).toBe('Saved')
  })

  test('sends what an earlier page left behind', async () => {
    await leaveBehind('one', 'two')
    await page.reload()
    await expect.poll(() => performed).toEqual([{ text: 'one' }, { text: 'two' }])
    await expect.poll(saveState).toBe('Saved')
  })

  test('says how much is kept here while nobody answers, lists it and sends it once somebody does', async () => {
    await leaveBehind('one', 'two')
    await page.route('**/note', (route) => route.abort())
    await page.reload()
    await expect.poll(saveState).toBe('No connection – 2 kept here')
    await page.locator('.shell-save').click()
    const list = page.getByRole('dialog', { name: 'What you did' })
    expect(await list.getByRole('listitem').allTextContents()).toEqual(['Noted one', 'Noted two'])
    await page.unroute('**/note')
    // the outbox tries again by itself as well, and may be quicker than the pointer
    const sent = list.getByText('Everything you did has reached the server.')
    await Promise.race([list.getByRole('button', { name: 'Try now' }).click(), sent.waitFor()])
    await sent.waitFor()
    expect(performed).toEqual([{ text: 'one' }, { text: 'two' }])
  })

  test('shows what was refused with its sentence until it is dismissed', async () => {
    refuses = true
    await leaveBehind('one')
    await page.reload()
    await page.getByText('Noted one: not accepted. This code is retired.').waitFor()
    await expect.poll(saveState).toBe('1 not accepted')
    await page.locator('.shell-save').click()
    const list = page.getByRole('dialog', { name: 'What you did' })
    await list.getByText('This code is retired. Choose another.').waitFor()
    const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
    await list.getByRole('button', { name: 'Dismiss' }).click()
    await expect.poll(saveState).toBe('Saved')
  })

  test('is spoken of before signing out, when something would stay behind', async () => {
    await leaveBehind('one')
    await page.route('**/note', (route) => route.abort())
    await page.reload()
    await expect.poll(saveState).toBe('No connection – 1 kept here')
    await page.getByRole('button', { name: 'Your account: Sara Amin' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('One change has not reached the server yet. It stays').waitFor()
    await dialog.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(/\/sign-in/)
    await page.unroute('**/note')
    expect(performed).toEqual([])
  })
})

test('Mod-Z takes back my last step, but not while a text field has the focus', async () => {
  await go(`/studies/${study}/interview`)
  await rail().waitFor()
  await page.evaluate(
    ([place, key]) =>
      sessionStorage.setItem(
        place,
        JSON.stringify({ done: [{ key, describe: 'Noted one' }], undone: [] }),
      ),
    [`throughline.undo:sara:${study}`, step] as const,
  )
  await page.evaluate(() => {
    const field = document.createElement('input')
    field.setAttribute('aria-label', 'a text field')
    document.body.append(field)
  })
  await page.getByLabel('a text field').press('ControlOrMeta+z')
  await page.getByLabel('a text field').evaluate((field) => field.remove())
  expect(performed).toEqual([])
  await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(() => performed).toEqual([{ command: step }])
  await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(saveState).toBe('Saved')
  expect(performed).toHaveLength(1)
})

test.each([
  ['light', 1280],
  ['dark', 390],
] as const)(
  'the shell is accessible in %s at %i px and no wider than the window',
  async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 844 })
    await go(`/studies/${study}/interview`)
    await rail().getByText('Themes 2').waitFor()
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    ).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    )
  },
)

test('an address where nothing is says so', async () => {
  await go('/nowhere')
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
})
