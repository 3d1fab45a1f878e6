import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  ConsoleMessage,
  Page,
} from 'playwright-core'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messages as accounts } from '../web/src/accounts/messages.ts'
import { messages as study } from '../web/src/study/messages.ts'
import { launchChromium } from '../web/test/browser.ts'
import { makePlace, startApp, until, type App, type Place } from './faults/app-under-fault.ts'

/** How long anything on screen may take, on a machine that has much else to do. Milliseconds. */
export const patience = 60_000

/** The product as a user has it: the real server on a home of its own, and Chromium before it. */
export interface Product {
  place: Place
  browser: Browser
  setUpLink: string
  /** Somebody at a browser of their own. */
  arrive(options?: BrowserContextOptions): Promise<Visitor>
  /** Ends the server as Ctrl-C does. */
  stop(): Promise<void>
  /** Starts it again on the same home and port. */
  startAgain(): Promise<void>
  close(): Promise<void>
}

/** Starts server and browser. */
export async function openProduct(): Promise<Product> {
  const place = await makePlace()
  let app: App = await startApp(place)
  const browser = await launchChromium()
  return {
    place,
    browser,
    setUpLink: `${place.origin}/set-up/${app.setUpToken()}`,
    arrive: (options) => arrive(browser, place.origin, options),
    async stop() {
      app.kill('SIGINT')
      await app.ended
    },
    async startAgain() {
      app = await startApp(place)
    },
    async close() {
      await browser.close()
      app.kill('SIGINT')
      await app.ended
      await place.clear()
    },
  }
}

/** One person's browser, and everything in it that no page may do. */
export interface Visitor {
  context: BrowserContext
  page: Page
  /** Errors on the console, breaches of the content security policy, requests to another origin. */
  faults: string[]
}

async function arrive(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    baseURL: origin,
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  })
  context.setDefaultTimeout(patience)
  const faults: string[] = []
  context.on('console', (message) => {
    if (isFault(message)) faults.push(`${message.page()?.url()}: ${message.text()}`)
  })
  context.on('weberror', (error) => faults.push(String(error.error())))
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== origin)
      faults.push(`asked ${url.origin} for something`)
  })
  return { context, page: await context.newPage(), faults }
}

/** A server that does not answer is no fault of the page, which says so itself. */
function isFault(message: ConsoleMessage): boolean {
  const text = message.text()
  if (/Content Security Policy/i.test(text)) return true
  return message.type() === 'error' && !/net::ERR_CONNECTION_REFUSED|net::ERR_INCOMPLETE/.test(text)
}

export const password = 'seven quiet herons over Ljubljana'

/** From the link that the first start printed to the page on which everything begins. */
export async function setUp(product: Product, { page }: Visitor, name: string, email: string) {
  await page.goto(product.setUpLink)
  await page.getByLabel(accounts['accounts.name']).fill(name)
  await page.getByLabel(accounts['accounts.email']).fill(email)
  await page.getByLabel(accounts['accounts.password'], { exact: true }).fill(password)
  await page.getByRole('button', { name: accounts['accounts.setUp.action'] }).click()
  await page.getByText(study['study.mine.empty.title']).waitFor()
}

/** From the first page into the example study. Gives the study's address. */
export async function openExample({ page }: Visitor): Promise<string> {
  await page.getByRole('button', { name: study['study.mine.example'] }).click()
  await page.waitForURL(/\/studies\/[^/]+$/)
  return page.url()
}

/** Keeps what is on screen, for whoever looks for the reason of a failure. Gives the file. */
export async function keepPicture(page: Page, name: string): Promise<string> {
  const folder = join(tmpdir(), 'throughline-pictures')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.png`)
  await page.screenshot({ path })
  return path
}

/** Waits until nothing loads any more, and no colour is on its way to another. */
export function settled(page: Page): Promise<void> {
  return until('the page is at rest', async () => {
    const isAtRest = await page.evaluate(
      `document.querySelector('.Loading, .Skeleton, [aria-busy="true"]') === null &&
        document.getAnimations().every(({ playState }) => playState !== 'running')`,
    )
    return isAtRest === true
  })
}
