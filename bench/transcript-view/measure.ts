import type { CDPSession, Page } from 'playwright-core'
import { launchChromium, serveWeb } from '../../web/test/browser.ts'

/** Main-thread CPU milliseconds of the view on a transcript of one megabyte. */
export interface TranscriptViewRow {
  readonly codings: number
  /** From the text and its codings to everything drawn, in a fresh page. */
  readonly openCpuMs: number
  /** One coding more, or less, within view, drawn. */
  readonly addCpuMs: number
  readonly removeCpuMs: number
  /** 120 pixels a frame through text not shown before. */
  readonly scrollCpuMsPerFrame: number
}

const changes = 20
const frames = 120

/**
 * Measure the transcript view in Chromium at 500, 5,000 and 20,000 codings. CPU time of the page's main
 * thread, which other load on the machine hardly moves; opening is the median of five fresh pages.
 */
export async function benchTranscriptView(): Promise<TranscriptViewRow[]> {
  const server = await serveWeb()
  const browser = await launchChromium()
  const freshPage = async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
    const page = await context.newPage()
    await page.goto(`${server.url}test/transcript-view/index.html`)
    await page.waitForFunction('window.transcriptPage && document.fonts.ready')
    return page
  }
  try {
    const rows: TranscriptViewRow[] = []
    await (await freshPage()).context().close()
    for (const codings of [500, 5000, 20_000]) {
      const openings: number[] = []
      for (let pages = 0; pages < 4; pages += 1) {
        const page = await freshPage()
        openings.push(await measureOpen(page, codings))
        await page.context().close()
      }
      const page = await freshPage()
      openings.push(await measureOpen(page, codings))
      rows.push({ codings, openCpuMs: median(openings), ...(await measureUse(page)) })
      await page.context().close()
    }
    return rows
  } finally {
    await browser.close()
    await server.close()
  }
}

async function measureOpen(page: Page, codings: number): Promise<number> {
  const cpu = await cpuClock(page)
  await page.evaluate(
    `window.transcriptPage.prepare({ characters: 1_000_000, codings: ${codings}, seed: 1 })`,
  )
  await rest(page)
  return round(await spent(cpu, () => page.evaluate(`window.transcriptPage.open(); ${drawn}`)))
}

async function measureUse(page: Page) {
  const cpu = await cpuClock(page)
  await page.evaluate(`window.transcriptPage.view.scrollTo(400_000)`)
  await rest(page)
  const add = await spent(cpu, () =>
    page.evaluate(`(async () => {
      for (let index = 0; index < ${changes}; index += 1) {
        const from = 400_000 + index * 60
        const coding = { id: 'added-' + index, codeId: 'code-1', coderId: 'coder-1', from, to: from + 150 }
        window.transcriptPage.view.addCoding(coding)
        await ${drawn}
      }
    })()`),
  )
  await rest(page)
  const remove = await spent(cpu, () =>
    page.evaluate(`(async () => {
      for (let index = 0; index < ${changes}; index += 1) {
        window.transcriptPage.view.removeCoding('added-' + index)
        await ${drawn}
      }
    })()`),
  )
  await rest(page)
  const scroll = await spent(cpu, () =>
    page.evaluate(`(async () => {
      const scroller = document.querySelector('.cm-scroller')
      for (let frame = 0; frame < ${frames}; frame += 1) {
        scroller.scrollTop += 120
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
    })()`),
  )
  return {
    addCpuMs: round(add / changes),
    removeCpuMs: round(remove / changes),
    scrollCpuMsPerFrame: round(scroll / frames),
  }
}

/** Resolves in the page when what was asked for has been laid out and painted. */
const drawn = `new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))))`

function rest(page: Page): Promise<void> {
  return page.waitForTimeout(400)
}

async function cpuClock(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return session
}

/** Main-thread CPU milliseconds that an action costs. */
async function spent(cpu: CDPSession, action: () => Promise<unknown>): Promise<number> {
  const before = await taskSeconds(cpu)
  await action()
  return ((await taskSeconds(cpu)) - before) * 1000
}

async function taskSeconds(cpu: CDPSession): Promise<number> {
  const { metrics } = await cpu.send('Performance.getMetrics')
  const duration = metrics.find(({ name }) => name === 'TaskDuration')
  if (!duration) throw new Error('Chromium tells no TaskDuration')
  return duration.value
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
