import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { saved } from './coding-screen.ts'
import { keepPicture, openProduct, password, type Product, setUp, type Visitor } from './product.ts'

let product: Product
let lead: Visitor
let coordinator: Visitor
/** Somebody who thinks of taking part, on a phone, without an account. */
let student: Visitor
let study: string
let address: string
/** Their own page. */
let mine: string

beforeAll(async () => {
  product = await openProduct()
  lead = await product.arrive()
  await setUp(product, lead, 'Rhian Pugh', 'rhian@study.example')
})
afterAll(() => product.close())
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [who, visitor] of Object.entries({ lead, coordinator, student }))
    if (visitor) console.log(`See ${await keepPicture(visitor.page, `${task.name} ${who}`)}`)
})

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: new RegExp(label) }).click()
  await page.getByRole('option', { name: option }).click()
}

/** Approves the draft on screen and puts it in force. */
async function bringIntoForce(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Approve this draft' }).click()
  await page.getByRole('button', { name: 'Put it in force now' }).click()
  await page.getByText('In force', { exact: true }).first().waitFor()
  await saved(page)
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}

describe('a study that recruits', () => {
  test('is founded with two sites and a coordinator, and says what is missing before it can open', async () => {
    const { page } = lead
    await page.getByRole('button', { name: 'Found a study' }).click()
    await page.getByRole('textbox', { name: 'Title' }).fill('Belonging in week one')
    await page.getByRole('button', { name: 'Found the study' }).click()
    await page.waitForURL(/\/studies\/[^/]+$/)
    study = page.url()
    await page.goto(`${study}/settings?part=sites`)
    for (const site of ['North', 'South']) {
      await page.getByRole('button', { name: 'Add a site' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: 'Name of the site' }).fill(site)
      await dialog.getByRole('button', { name: 'Add a site' }).click()
      await page.getByRole('button', { name: `Change ${site}` }).waitFor()
    }
    await page.goto(`${study}/settings?part=team`)
    await page.getByRole('button', { name: 'Invite somebody' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('cal@study.example')
    await dialog.getByText('Coordinator', { exact: true }).click()
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByRole('button', { name: 'Copy the link' }).click()
    const link = z.url().parse(await page.evaluate('navigator.clipboard.readText()'))
    coordinator = await product.arrive()
    await coordinator.page.goto(link)
    await coordinator.page.getByLabel('Your name').fill('Cal Okoro')
    await coordinator.page.getByLabel('Password', { exact: true }).fill(password)
    await coordinator.page.getByRole('button', { name: 'Make my account and join' }).click()
    await coordinator.page.waitForURL(study)

    await page.goto(`${study}/protocol`)
    await page.getByText('Put the consent form in force.').waitFor()
    expect(await page.getByRole('button', { name: 'Open the study' }).isDisabled()).toBe(true)
  })

  test('gets contacts, an approval, and documents that are drafted, approved and in force', async () => {
    const { page } = lead
    await page.getByRole('tab', { name: 'Contacts' }).click()
    await choose(page, 'Point of contact', 'Rhian Pugh')
    await choose(page, 'Deputy', 'Cal Okoro')
    await page.getByRole('textbox', { name: /out of hours/ }).fill('Call 111, or 999 in danger.')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('tab', { name: 'Approvals' }).click()
    await page.getByRole('button', { name: 'Enter an approval: North' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Committee').fill('Education Ethics Review Process')
    await dialog.getByLabel('Reference').fill('EERP2122-068a')
    await dialog.getByLabel('Granted on').fill('2022-03-01')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('stands', { exact: true }).waitFor()

    for (const [kind, text] of [
      ['Information sheet', 'We would like to hear from you.'],
      ['Eligibility', null],
      ['Sign-up form', null],
      ['Consent form', null],
      ['Debrief message of North', 'Here you find help.'],
    ] as const) {
      await page.goto(`${study}/protocol?part=documents`)
      const row = page.getByRole('listitem').filter({ hasText: kind })
      await row.getByRole('button', { name: 'Begin' }).click()
      await page.waitForURL(/\/protocol\/documents\//)
      if (text !== null) {
        await page.getByRole('button', { name: 'Go on writing' }).click()
        await page.getByRole('textbox', { name: 'Heading' }).fill(kind)
        await page.getByRole('textbox', { name: 'Text' }).fill(text)
        await page.getByRole('button', { name: 'Save', exact: true }).click()
        await page.getByRole('button', { name: 'Go on writing' }).waitFor()
        await saved(page)
      }
      await bringIntoForce(page)
    }
    await page.goto(`${study}/protocol`)
    await page.getByRole('button', { name: 'Open the study' }).click()
    await page.getByText('The study is open: people can sign up.').waitFor()
    await keepPicture(page, 'protocol')
    expect(await violations(page)).toEqual([])
  })

  test('gets a channel with an address and a code of its own', async () => {
    const { page } = coordinator
    await page.goto(`${study}/recruit?part=channels`)
    await page.getByRole('button', { name: 'Add a channel' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Newsletter')
    await dialog.getByRole('button', { name: 'Add a channel' }).click()
    await page.getByText('nobody signed up yet').waitFor()
    await page.getByRole('button', { name: 'Copy the address' }).click()
    await page.getByText('Copied the address').waitFor()
    address = z.url().parse(await page.evaluate('navigator.clipboard.readText()'))
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'QR code' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('Newsletter.svg')
  })
})

describe('somebody on a phone, without an account', () => {
  test('reads what it is about, is told what is missing, and signs up, also when the connection breaks', async () => {
    student = await product.arrive({ hasTouch: true, viewport: { width: 390, height: 844 } })
    const { page } = student
    await page.goto(address)
    await page.getByRole('heading', { name: 'Would you talk to us?' }).waitFor()
    expect(await violations(page)).toEqual([])
    await keepPicture(page, 'join phone')
    await page.getByText('Read about the study first').click()
    await page.getByText('We would like to hear from you.').waitFor()
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByText('Choose where you study.').waitFor()
    await page.getByRole('checkbox').first().check()
    await page.getByLabel('University or school').selectOption({ label: 'North' })
    await page.getByLabel('Year', { exact: true }).selectOption({ label: 'Year 2' })
    await page.getByLabel('What may we call you?').fill('Wren')
    await page.getByLabel('E-mail').fill('wren@students.example')
    await student.context.setOffline(true)
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByText('Nothing you wrote is lost').waitFor()
    await student.context.setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
    await keepPicture(page, 'joined phone')
    mine = z
      .url()
      .parse(await page.getByRole('link', { name: 'Open my page' }).getAttribute('href'))
  })

  test('finds the pages in Welsh, and is told that a machine wrote them', async () => {
    const { page } = student
    await page.goto(`${address}?language=cy`)
    await page.getByText('Beth gawn ni eich galw chi?').waitFor()
    await page.getByText(/Peiriant a wnaeth/).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('What may we call you?').waitFor()
  })

  test('sees and changes what they gave', async () => {
    const { page } = student
    await page.goto(mine)
    await page.getByText(/You signed up on/).waitFor()
    expect(await violations(page)).toEqual([])
    await keepPicture(page, 'mine phone')
    await page.getByRole('button', { name: 'Change it' }).click()
    await page.getByLabel('Year', { exact: true }).selectOption({ label: 'Year 3' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('North · Year 3').waitFor()
  })
})

describe('the coordinator', () => {
  test('is told at home, screens, and moves on with a look ahead and a way back', async () => {
    const { page } = coordinator
    await page.goto(study)
    await page.getByText('Screen one person').waitFor()
    await page.getByRole('link', { name: 'Screen', exact: true }).click()
    await page.getByRole('row', { name: /Wren/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('wren@students.example').waitFor()
    await dialog.getByText('Yes', { exact: true }).click()
    await dialog.getByRole('textbox', { name: 'Note' }).fill('Happy to talk.')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Recorded the screening').waitFor()
    await keepPicture(page, 'person')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Close' }).click()
    for (const state of ['Screened', 'Eligible']) {
      await page.goto(`${study}/recruit?part=people`)
      await page.getByRole('row', { name: /Wren/ }).locator('label, input').first().click()
      await page.getByRole('button', { name: 'Move to…' }).click()
      await page.getByRole('menuitem', { name: state, exact: true }).click()
      await page.getByText(`One person will be moved to “${state}”.`).waitFor()
      await page.getByRole('button', { name: 'Move', exact: true }).click()
      await page.getByRole('gridcell', { name: state, exact: true }).waitFor()
      await saved(page)
    }
    await keepPicture(page, 'people')
  })

  test('is told whom to ask next and why, selects and invites', async () => {
    const { page } = coordinator
    await page.getByRole('tab', { name: 'Frame' }).click()
    await page.getByText('Fills a vacant cell: North, Year 3.').waitFor()
    await keepPicture(page, 'frame')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Select' }).click()
    await page.getByText('1 promised').waitFor()
    await saved(page)
    await page.goto(`${study}/recruit?part=people&state=selected`)
    await page.getByRole('row', { name: /Wren/ }).locator('label, input').first().click()
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.goto(`${study}/recruit?part=people&state=invited`)
    await page.getByRole('row', { name: /Wren/ }).waitFor()
    await page.goto(`${study}/recruit?part=funnel`)
    await page.getByRole('rowheader', { name: 'Newsletter' }).waitFor()
    await keepPicture(page, 'funnel')
    expect(await violations(page)).toEqual([])
  })

  test('is the only one who sees who it is: the lead sees that somebody was invited', async () => {
    const { page } = lead
    await page.goto(`${study}/recruit?part=people`)
    await page.getByRole('row', { name: /hidden/ }).waitFor()
    expect(await page.getByText('Wren').count()).toBe(0)
  })

  test('finds nothing of somebody who has left but that they were there', async () => {
    const { page } = student
    await page.goto(mine)
    await page.getByRole('button', { name: 'Delete everything and leave' }).click()
    await page.getByRole('button', { name: 'Yes, delete everything' }).click()
    await page.getByText('What you gave us was erased.').waitFor()
    await coordinator.page.goto(`${study}/recruit?part=people`)
    await coordinator.page.getByRole('row', { name: /erased/ }).waitFor()
    expect(await coordinator.page.getByText('Wren').count()).toBe(0)
  })

  test('and nobody’s browser did anything that a page may not do', () => {
    // the refused request of the lost connection is the student's only one
    for (const { faults } of [lead, coordinator, student])
      expect(faults.filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })
})
