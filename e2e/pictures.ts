// Pictures of every page, at the widths of a desk and of a phone, by day and by night, for eyes to judge:
//   npm run build && node e2e/pictures.ts FOLDER [page …]
import type { Page } from 'playwright-core'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from './faults/app-under-fault.ts'
import { openExample, openProduct, settled, setUp } from './product.ts'

const [folder, ...wanted] = process.argv.slice(2)
if (folder === undefined) throw new Error('Say into which folder: node e2e/pictures.ts FOLDER')
await mkdir(folder, { recursive: true })

const product = await openProduct()
try {
  const visitor = await product.arrive()
  const { page } = visitor
  await page.goto(product.setUpLink)
  await page.getByLabel('Your name').waitFor()
  await take(page, 'set-up')
  await setUp(product, visitor, 'Sam Adeyemi', 'sam@study.example')
  await take(page, 'first')
  const study = await openExample(visitor)
  await page.goto(`${study}/code`)
  await page.getByRole('row').nth(2).click()
  await page.waitForURL(/\/code\/[^/?]+/)
  const coding = page.url()
  await page.goto(`${study}/themes`)
  await page.getByRole('heading', { level: 3 }).first().waitFor()
  const pages: Record<string, string> = {
    home: study,
    recruit: `${study}/recruit`,
    interview: `${study}/interview`,
    transcribe: `${study}/transcribe`,
    import: `${study}/transcribe/import`,
    choose: `${study}/code`,
    coding,
    codes: `${study}/codes`,
    quotes: `${study}/quotes`,
    themes: `${study}/themes`,
    report: `${study}/report`,
    participants: `${study}/participants`,
    'participants-import': `${study}/participants/import`,
    settings: `${study}/settings`,
    'settings-sites': `${study}/settings?part=sites`,
    'settings-team': `${study}/settings?part=team`,
    'settings-roles': `${study}/settings?part=permissions`,
    'settings-attributes': `${study}/settings?part=attributes`,
    audit: `${study}/audit`,
    studies: '/',
    account: '/account',
    people: '/people',
    outbox: '/outbox',
  }
  for (const [name, address] of Object.entries(pages)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    await page.goto(address)
    await page.waitForLoadState('networkidle').catch(() => undefined)
    if (name === 'coding') await goToAnOverlap(page)
    await take(page, name)
  }
  for (const fault of visitor.faults) console.log(fault)
} finally {
  await product.close()
}

/** Walks from coding to coding until the caret is in two of them. */
async function goToAnOverlap(page: Page): Promise<void> {
  const here = page.getByRole('complementary', { name: 'Here' })
  const cards = here.getByRole('article')
  await page.locator('.cm-content').focus()
  for (let steps = 0; steps < 40 && (await cards.count()) < 2; steps += 1) {
    const before = await here.innerText()
    await page.keyboard.press(']')
    await until(
      'the next coding lies under the caret',
      async () => before !== (await here.innerText()),
    )
  }
}

/** The page at two widths in two lights. */
async function take(page: Page, name: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 860 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await settled(page)
      await page.screenshot({ path: join(folder ?? '', `${name}-${width}-${colorScheme}.png`) })
    }
  }
  await page.setViewportSize({ width: 1280, height: 860 })
  await page.emulateMedia({ colorScheme: 'light' })
}
