import { listTranscripts } from '@throughline/contract/transcripts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openExample, openProduct, setUp, type Product, type Visitor } from '../product.ts'

let product: Product
let visitor: Visitor
let study: string
let transcript: string

beforeAll(async () => {
  product = await openProduct()
  visitor = await product.arrive({ reducedMotion: 'no-preference' })
  await setUp(product, visitor, 'Ada Okafor', 'ada@study.example')
  study = await openExample(visitor)
  const answer = await visitor.page.request.get(
    `${study.replace('/studies', '/api/studies')}/transcripts`,
  )
  const [first] = listTranscripts.answer.parse(await answer.json()).transcripts
  transcript = z.string().parse(first?.id)
  await visitor.context.addInitScript(watchMoves)
  await slowDown(visitor)
})
afterAll(() => product.close())

/** Notes what moves, that nobody pressed or typed for, and how much of the page it takes with it. */
const watchMoves = `
  window.moves = []
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue
      const what = sources.map(({ node }) => node?.parentElement?.closest('[class]')?.className)
      window.moves.push({ value, what: what.join(', ') })
    }
  }).observe({ type: 'layout-shift', buffered: true })
`
const moves = z.array(z.object({ value: z.number(), what: z.string() }))

/** A weak computer at the end of a slow line: what comes in parts is seen to come in parts. */
async function slowDown({ context, page }: Visitor): Promise<void> {
  const browser = await context.newCDPSession(page)
  await browser.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await browser.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 400_000,
    uploadThroughput: 200_000,
  })
}

/** Waits until the page shows what it is about, and for three seconds in which the rest would come. */
async function shown({ page }: Visitor): Promise<void> {
  await page.locator('.shell-content h1').first().waitFor()
  await page
    .locator('.shell-content :is(.Loading, .Skeleton)')
    .first()
    .waitFor({ state: 'detached' })
  await page.waitForTimeout(3_000)
}

/** The sum of shares of the page that moved, as browsers reckon it; they call a tenth good, and it is seen. */
const most = 0.005

test.for([1280, 390])('no page moves under its reader while it loads, %d wide', async (width) => {
  const { page } = visitor
  await page.setViewportSize({ width, height: 844 })
  const places = [
    '',
    '/participants',
    '/transcribe',
    '/transcribe/import',
    '/code',
    `/code/${transcript}`,
    '/codes',
    '/quotes',
    '/themes',
    '/report',
    '/settings',
    '/settings?part=team',
    '/audit',
  ]
  for (const place of places) {
    await page.goto(study + place)
    await shown(visitor)
    const moved = moves.parse(await page.evaluate('window.moves'))
    const sum = moved.reduce((before, { value }) => before + value, 0)
    expect(sum, `${place}: ${JSON.stringify(moved)}`).toBeLessThan(most)
  }
})
