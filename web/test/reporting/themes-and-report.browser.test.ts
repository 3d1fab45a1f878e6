import { AxeBuilder } from '@axe-core/playwright'
import type { Quote } from '@throughline/contract/coding'
import type { Report } from '@throughline/contract/reporting'
import type { ThemeBoard } from '@throughline/contract/themes'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium } from '../browser.ts'
import { answer, buildPage, PageServer, readBody, refuse, type Built } from '../built-pages.ts'

const number = (last: number) =>
  `01890a5d-ac96-774b-bcce-0000000000${String(last).padStart(2, '0')}`
const study = number(0)
const [lonely, drinking, hoops] = [number(1), number(2), number(3)]
const [exclusion, support] = [number(11), number(12)]
const [p002, p012] = [number(21), number(22)]
const source = 'You can go and hold a lemonade, but it isn’t for you.'

let browser: Browser
let built: Built
let server: PageServer
let context: BrowserContext
let page: Page
let faults: string[]
/** What the page sent: the command's name and its body. */
let performed: { name: string; body: unknown }[]
let may: string[]
let withheld: Report['withheld']

const code = (id: string, name: string, colour: number) => ({
  id,
  parent: null,
  name,
  colour,
  codings: 4,
  retired: false,
  heading: false,
})
const theme = (id: string, name: string, codes: string[], participants: string[]) => ({
  id,
  name,
  centralIdea: 'Exclusion is felt alone.',
  definition: '',
  setAside: false,
  codes,
  codings: 4,
  participants,
  transcriptsWithoutParticipant: 0,
})
const board: ThemeBoard = {
  themes: [
    theme(exclusion, 'Feelings of exclusion', [lonely], [p002]),
    theme(support, 'Failures of support', [], []),
  ],
  codes: [
    code(lonely, 'Only one like me', 1),
    code(drinking, 'Events centred on drinking', 5),
    code(hoops, 'Hoops to reach help', 8),
  ],
  participants: [
    { id: p002, label: 'P002' },
    { id: p012, label: 'P012' },
  ],
  transcriptsWithoutParticipant: 0,
}
const draft = (): Report => ({
  title: '',
  studyTitle: 'Belonging at medical school',
  introduction: '',
  showsSite: true,
  showsYear: true,
  themes: [
    {
      id: exclusion,
      name: 'Feelings of exclusion',
      centralIdea: 'Exclusion is felt alone.',
      definition: '',
      codes: [lonely],
      text: '',
      quotes: [
        {
          id: number(31),
          theme: exclusion,
          coding: number(41),
          code: lonely,
          outsideTheme: false,
          transcript: number(51),
          title: 'P002',
          at: 120,
          participant: p002,
          attribution: { participant: 'P002', site: 'Site B', year: 3 },
          withheld: null,
          source,
          edits: [],
          parts: [{ kind: 'source', text: source }],
        },
      ],
    },
  ],
  balance: {
    quotes: 1,
    quoted: 1,
    of: 2,
    rows: [
      { participant: p002, label: 'P002', consent: 'yes', quotes: 1, share: 1 },
      { participant: p012, label: 'P012', consent: 'no', quotes: 0, share: 0 },
    ],
  },
  withheld,
})
const passage = (id: string, text: string, who: string, consent: 'yes' | 'no'): Quote => ({
  id,
  code: lonely,
  coder: 'sara',
  at: '2026-03-01T09:00:00Z',
  weight: null,
  group: lonely,
  transcript: number(51),
  title: who,
  from: 0,
  to: text.length,
  text,
  before: 'Before. ',
  after: ' After.',
  startsAt: null,
  participant: { id: who === 'P002' ? p002 : p012, label: who, site: 'Site B', year: 3, consent },
})

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
  performed = []
  may = ['change themes', 'change the report', 'read transcripts', 'export']
  withheld = []
  faults = []
  context = await browser.newContext({
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
  })
  page = await context.newPage()
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text())
  })
})
afterEach(async () => {
  await context.close()
  expect(faults).toEqual([])
})

async function api(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', server.url)
  const within = pathname.replace(`/api/studies/${study}`, '')
  const about = {
    id: study,
    title: 'Belonging at medical school',
    example: false,
    foundedAt: '2026-03-01T09:00:00Z',
    role: 'lead',
  }
  if (request.method === 'POST') {
    performed.push({ name: within.slice(1), body: await readBody(request) })
    return answer(response, { id: exclusion, theme: exclusion, undone: study })
  }
  const answers: Record<string, unknown> = {
    '/api/me': {
      account: { id: 'sara', name: 'Sara Amin', email: 'sara@example.org', owner: true },
      firstRun: false,
      sendsMail: false,
    },
    '/api/studies': { studies: [about] },
    [`/api/studies/${study}`]: {
      ...about,
      aims: '',
      paradigm: '',
      approach: '',
      may,
      mySite: null,
      me: 'sara',
    },
    '/themes': board,
    '/theme-changes': { changes: [] },
    '/members': { members: [] },
    '/report': draft(),
    '/quotes': {
      total: 2,
      people: 2,
      quotes: [
        passage(number(42), 'Every single event is centred around drinking.', 'P002', 'yes'),
        passage(number(43), 'I have had to fight to belong.', 'P012', 'no'),
      ],
      groups: [{ id: lonely, name: null, codings: 2, people: 2 }],
      next: null,
    },
  }
  const found = answers[pathname] ?? answers[within]
  if (found !== undefined) return answer(response, found)
  if (within === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('retry: 200\nid: 1\n\n')
    return
  }
  if (within.startsWith('/waiting/')) return answer(response, { items: [] })
  refuse(response, 404, 'not-found', 'There is nothing at this address.')
}

const open = (path: string) => page.goto(`${server.url}/studies/${study}${path}`)
const sent = async (name: string) => {
  await expect.poll(() => performed.find((one) => one.name === name)).toBeDefined()
  return performed.find((one) => one.name === name)?.body
}
const card = (name: string) => page.getByRole('region', { name, exact: true })
/** By keys: a list takes the focus at a row, and its buttons come after. */
async function pressIn(row: string, button: string) {
  await chip(row).focus()
  await chip(row).getByRole('button', { name: button }).press('Enter')
}
/** By mouse, to the upper edge of another chip. */
async function drag(name: string, onto: string) {
  await chip(name).hover()
  await page.mouse.down()
  const { x, y, width } = (await chip(onto).boundingBox()) ?? { x: 0, y: 0, width: 0 }
  await page.mouse.move(x + width / 2, y - 40, { steps: 5 })
  await page.mouse.move(x + width / 2, y + 6, { steps: 5 })
  await page.mouse.up()
}
const chip = (name: string) => page.getByRole('row', { name })

async function isAccessible() {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  }
}

describe('the board', () => {
  test('carries a code into a theme by keys alone', async () => {
    await open('/themes')
    await chip('Events centred on drinking').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await expect.poll(() => card('Feelings of exclusion').evaluate(isFocused)).toBe(true)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await sent('carry-codes')).toMatchObject({ codes: [drinking], to: support, from: null })
  })

  test('carries a code by mouse to the place where it is let go of', async () => {
    await open('/themes')
    await drag('Hoops to reach help', 'Only one like me')
    expect(await sent('carry-codes')).toMatchObject({
      codes: [hoops],
      to: exclusion,
      from: null,
      before: lonely,
    })
    await page.getByText('Carried “Hoops to reach help” into “Feelings of exclusion”').waitFor()
  })

  test('moves a code between themes by its menu, or lets it stand in both', async () => {
    await open('/themes')
    await pressIn('Only one like me', 'Carry Only one like me')
    await page.getByRole('group', { name: 'Carry into' }).getByText('Failures of support').click()
    expect(await sent('carry-codes')).toMatchObject({
      codes: [lonely],
      to: support,
      from: exclusion,
    })
    performed = []
    await pressIn('Only one like me', 'Carry Only one like me')
    await page
      .getByRole('group', { name: 'Also put into' })
      .getByText('Failures of support')
      .click()
    expect(await sent('carry-codes')).toMatchObject({ codes: [lonely], to: support, from: null })
  })

  test('begins a theme with a code, and asks for a name', async () => {
    await open('/themes')
    await pressIn('Hoops to reach help', 'Carry Hoops to reach help')
    await page.getByRole('menuitem', { name: 'A new theme…' }).click()
    const form = page.getByRole('form', { name: 'New theme with 1 code' })
    await form.getByRole('button', { name: 'Begin theme' }).click()
    await form.getByText('A theme needs a name.').waitFor()
    await form.getByLabel('Name').fill('Representation')
    await form.getByLabel('Name').press('Enter')
    expect(await sent('add-theme')).toMatchObject({
      name: 'Representation',
      codes: [hoops],
      from: null,
    })
  })

  test('offers no step to who may only read', async () => {
    may = ['read transcripts']
    await open('/themes')
    await chip('Hoops to reach help').waitFor()
    expect(await page.getByRole('button', { name: /^Carry|^New theme|^More about/ }).count()).toBe(
      0,
    )
  })

  test('says in words who speaks of a theme, and is accessible', async () => {
    await open('/themes')
    await card('Feelings of exclusion').getByText('1 of 2 speak of it').waitFor()
    await card('Failures of support').getByText('Nobody speaks of it yet').waitFor()
    await isAccessible()
  })

  test('leads to a theme’s page, which is accessible', async () => {
    await open('/themes')
    await page.getByRole('link', { name: 'Feelings of exclusion' }).click()
    await page.getByRole('heading', { level: 1, name: 'Feelings of exclusion' }).waitFor()
    await page.getByText('Every single event is centred around drinking.').waitFor()
    await isAccessible()
  })
})

describe('the report', () => {
  test('is shortened by keys: words left out, words put in, both marked', async () => {
    await open('/report')
    await pressIn('P002: You can go', 'Shorten the quote of P002')
    const words = page.getByRole('textbox', { name: 'The words as the transcript has them' })
    await words.focus()
    await page.keyboard.press('Control+Home')
    for (const _ of 'go') await page.keyboard.press('Control+ArrowRight')
    for (const _ of 'go') await page.keyboard.press('Control+Shift+ArrowRight')
    await page.keyboard.press('Delete')
    await page.getByText('left out: “go and”').waitFor()
    await page.getByLabel('Words to put in').fill('also')
    await page.getByLabel('Words to put in').press('Enter')
    await page.getByText('put in: “also”').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    const from = source.indexOf('go and')
    expect(await sent('shorten-quote')).toEqual({
      id: number(31),
      edits: [
        { kind: 'omit', from, to: from + 'go and'.length },
        { kind: 'insert', at: from + 'go and'.length, text: 'also' },
      ],
    })
  })

  test('says why a change cannot be, and keeps the quote as it was', async () => {
    await open('/report')
    await pressIn('P002: You can go', 'Shorten the quote of P002')
    await page.getByRole('textbox', { name: 'The words as the transcript has them' }).focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await page.getByText('No word of the source would be shown. Keep at least one.').waitFor()
    await page.getByText('Nothing is changed: every word is printed.').waitFor()
    await isAccessible()
  })

  test('offers passages with their consent, and no button for words that may not be quoted', async () => {
    await open('/report')
    await page.getByRole('button', { name: 'Choose quotes for Feelings of exclusion' }).click()
    expect(await page.getByText('I have had to fight to belong.').count()).toBe(0)
    await page.getByText('Only from people who may be quoted').click()
    expect(
      await page.getByRole('button', { name: 'Choose this passage of P012' }).isDisabled(),
    ).toBe(true)
    await page.getByText('does not want to be quoted').waitFor()
    await isAccessible()
    await page.getByRole('button', { name: 'Choose this passage of P002' }).click()
    expect(await sent('choose-quote')).toMatchObject({ theme: exclusion, coding: number(42) })
  })

  test('says before the export what it will leave out', async () => {
    withheld = [{ reason: 'consent refused', quotes: 2 }]
    await open('/report')
    await page.getByText('2 quotes stay here:').waitFor()
    await page.getByText('2 without consent').waitFor()
    await isAccessible()
  })
})

const isFocused = (element: Element) => document.activeElement === element
