import { afterEach, beforeEach, expect, test } from 'vitest'
import * as contract from '@throughline/contract/accounts'
import type { Letter } from '../../src/platform/mail/index.ts'
import {
  foundStudy,
  type Instance,
  invite,
  openInstance,
  type Process,
  setUpOwner,
  type Visitor,
} from '../accounts/instance.ts'
import { type MailServer, startMailServer } from './mail-server.ts'

let instance: Instance
let server: MailServer
beforeEach(async () => {
  instance = await openInstance()
  server = await startMailServer()
})
afterEach(async () => {
  await instance.close()
  await server.stop()
})

const letter: Letter = {
  to: 'bo.kim@south.example',
  subject: 'Ihr Gespräch am Dienstag – bitte bestätigen',
  text: 'Grüße aus Köln,\n\n.\nein Punkt allein, 漢字 und 🧵\n',
}

const queue = (process: Process, message: Letter = letter) =>
  process.platform.database.aboveStudies(null, null, (transaction) =>
    process.platform.mail.queue(transaction, message),
  )

const outboxOf = async (owner: Visitor) => (await owner.get(contract.getOutbox)).answer().messages

/** Lets what waits for another attempt be due now. */
const makeDue = () => instance.query(`update mail set due_at = now() where state = 'waiting'`)

test('a message reaches the mail server with every character, and its text is forgotten', async () => {
  const process = await instance.open({ smtpUrl: server.url })
  const owner = await setUpOwner(process)
  await queue(process)
  expect(await process.platform.mail.sendDue()).toBe(1)
  const [received] = server.received
  expect(received?.to).toEqual(['bo.kim@south.example'])
  expect(received?.mail.subject).toBe(letter.subject)
  expect(received?.mail.text).toBe(letter.text)
  expect(received?.mail.from?.text).toContain('throughline@study.example')
  expect(received?.mail.messageId).toMatch(/^<[0-9a-f-]{36}@study\.example>$/)
  expect(await outboxOf(owner)).toMatchObject([
    { state: 'sent', to: letter.to, subject: letter.subject, text: null, problem: null },
  ])
  expect(await process.platform.mail.sendDue()).toBe(0)
})

test('a message is sent only if what it tells was committed', async () => {
  const process = await instance.open({ smtpUrl: server.url })
  const { database, mail } = process.platform
  const failed = database.aboveStudies(null, null, async (transaction) => {
    await mail.queue(transaction, letter)
    throw new Error('what it tells did not happen')
  })
  await expect(failed).rejects.toThrow('did not happen')
  expect(await mail.sendDue()).toBe(0)
})

test('neither address nor subject nor text stands readable in the database', async () => {
  const process = await instance.open()
  await queue(process, { to: 'reader@south.example', subject: 'Interview', text: 'withdrawal' })
  const rows = await instance.query<{ row: string; envelope: Buffer; content: Buffer }>(
    'select to_jsonb(mail)::text as row, envelope, content from mail',
  )
  expect(rows).toHaveLength(1)
  for (const { row, envelope, content } of rows)
    for (const word of ['reader', 'south.example', 'Interview', 'withdrawal'])
      for (const kept of [row, envelope.toString('latin1'), content.toString('latin1')])
        expect(kept).not.toContain(word)
})

test('a server that is busy gets the same message again later, under the same id', async () => {
  const process = await instance.open({ smtpUrl: server.url })
  const owner = await setUpOwner(process)
  await queue(process)
  server.refuseNext(451)
  await process.platform.mail.sendDue()
  const [waiting] = await outboxOf(owner)
  expect(waiting).toMatchObject({ state: 'waiting', attempts: 1, text: letter.text })
  expect(Date.parse(waiting?.nextAttempt ?? '')).toBeGreaterThan(Date.parse(waiting?.at ?? ''))
  expect(await process.platform.mail.sendDue()).toBe(0)
  await makeDue()
  await process.platform.mail.sendDue()
  expect(await outboxOf(owner)).toMatchObject([{ state: 'sent', attempts: 2 }])
  expect(server.received[0]?.mail.messageId).toContain(waiting?.id)
})

test('a recipient that the server refuses for good is shown as failed, with a sentence', async () => {
  const process = await instance.open({ smtpUrl: server.url })
  const owner = await setUpOwner(process)
  await queue(process)
  server.refuseNext(550)
  await process.platform.mail.sendDue()
  const [failed] = await outboxOf(owner)
  expect(failed).toMatchObject({ state: 'failed', text: letter.text })
  expect(failed?.problem).toBe(
    'The mail server refused the address of the recipient or of the sender.',
  )
  expect((await owner.send(contract.sendAgain, { message: failed?.id ?? '' })).status).toBe(200)
  await process.platform.mail.sendDue()
  expect(await outboxOf(owner)).toMatchObject([{ state: 'sent' }])
})

test('a server that cannot be reached keeps the message waiting', async () => {
  const process = await instance.open({ smtpUrl: server.url })
  const owner = await setUpOwner(process)
  await server.stop()
  await queue(process)
  await process.platform.mail.sendDue()
  expect(await outboxOf(owner)).toMatchObject([
    { state: 'waiting', problem: 'The mail server could not be reached.' },
  ])
  expect(process.lines.join('\n')).not.toContain('bo.kim')
})

test('two processes send each message once', async () => {
  const [one, two] = [
    await instance.open({ smtpUrl: server.url }),
    await instance.open({ smtpUrl: server.url }),
  ]
  const addresses = Array.from({ length: 12 }, (_, index) => `p${index}@south.example`)
  for (const to of addresses) await queue(one, { ...letter, to })
  await Promise.all([one.platform.mail.sendDue(), two.platform.mail.sendDue()])
  expect(server.received.flatMap(({ to }) => to).toSorted()).toEqual(addresses.toSorted())
})

test('what a killed process had taken up is sent by the next one, under the same id', async () => {
  const process = await instance.open({ smtpUrl: server.url })
  await queue(process)
  const [taken] = await instance.query<{ id: string }>(
    `select id from claim_mail(interval '5 minutes')`,
  )
  expect(await process.platform.mail.sendDue()).toBe(0)
  await makeDue()
  await process.platform.mail.sendDue()
  expect(server.received.map(({ mail }) => mail.messageId)).toEqual([
    `<${taken?.id}@study.example>`,
  ])
})

test('the sender runs by itself once started', async () => {
  const process = await instance.open({ smtpUrl: server.url })
  process.platform.mail.start()
  await queue(process)
  await expect.poll(() => server.received.length, { timeout: 15_000 }).toBe(1)
})

test('without a mail server each message waits to be sent by hand, and is marked once', async () => {
  const process = await instance.open()
  const owner = await setUpOwner(process)
  await queue(process)
  const [message] = await outboxOf(owner)
  expect(message).toMatchObject({ state: 'by hand', ...letter })
  const again = await owner.send(contract.sendAgain, { message: message?.id ?? '' })
  expect(again.problem().code).toBe('no-mail-server')

  const marked = await owner.send(contract.markSentByHand, { message: message?.id ?? '' })
  expect(marked.status).toBe(200)
  expect(await outboxOf(owner)).toMatchObject([{ state: 'sent by hand', text: null }])
  const twice = await owner.send(contract.markSentByHand, { message: message?.id ?? '' })
  expect(twice.problem().code).toBe('sent-already')
  const trail = await instance.query(
    `select subject_kind, subject_id from audit_entry where action = 'mark-sent-by-hand'`,
  )
  expect(trail).toEqual([{ subject_kind: 'mail', subject_id: message?.id }])
})

test('what waited to be sent by hand can be sent once there is a mail server', async () => {
  await queue(await instance.open())
  const process = await instance.open({ smtpUrl: server.url })
  const owner = await setUpOwner(process)
  expect(await process.platform.mail.sendDue()).toBe(0)
  const [message] = await outboxOf(owner)
  await owner.send(contract.sendAgain, { message: message?.id ?? '' })
  await process.platform.mail.sendDue()
  expect(server.received).toHaveLength(1)
})

test('what is to be done stands before what is done', async () => {
  const process = await instance.open()
  const owner = await setUpOwner(process)
  for (const subject of ['first', 'second', 'third']) await queue(process, { ...letter, subject })
  const third = (await outboxOf(owner))[0]
  await owner.send(contract.markSentByHand, { message: third?.id ?? '' })
  expect((await outboxOf(owner)).map(({ subject }) => subject)).toEqual([
    'second',
    'first',
    'third',
  ])
})

test('an invitation is mailed with its link, and the invited accepts it from there', async () => {
  const process = await instance.open({ smtpUrl: server.url })
  const owner = await setUpOwner(process)
  const study = await foundStudy(instance, 'ada@north.example')
  const { link, mailed } = await invite(process, owner, study, 'bo@south.example')
  expect(mailed).toBe(true)
  await process.platform.mail.sendDue()
  const text = server.received[0]?.mail.text ?? ''
  expect(text).toContain('Ada Okafor invites you')
  expect(text).toContain(link)
})

test('whose password was changed is told so', async () => {
  const process = await instance.open({ smtpUrl: server.url })
  const owner = await setUpOwner(process)
  await owner.send(contract.changePassword, {
    current: 'seven quiet herons over Ljubljana',
    password: 'marmalade under a brass umbrella',
  })
  await process.platform.mail.sendDue()
  expect(server.received.map(({ to, mail }) => [to, mail.subject])).toEqual([
    [['ada@north.example'], 'Your password for Throughline was changed'],
  ])
})

test('the app’s role cannot read mail for who owns nothing, nor make a message look sent', async () => {
  const process = await instance.open()
  await queue(process)
  const { database } = process.platform
  expect((await database.pool.query('select * from mail')).rows).toEqual([])
  await expect(
    database.pool.query(
      `insert into mail (id, state, envelope, settled_at) values (gen_random_uuid(), 'sent', ''::bytea, now())`,
    ),
  ).rejects.toThrow('row-level security')
})

test('a message whose recipient was exchanged in the database is noticed, not sent', async () => {
  const process = await instance.open({ smtpUrl: server.url })
  await queue(process)
  await queue(process, { ...letter, to: 'eve@evil.example' })
  await instance.query(
    `update mail set envelope = (select envelope from mail other where other.id <> mail.id)`,
  )
  await process.platform.mail.sendDue()
  expect(server.received).toEqual([])
  const problems = await instance.query('select problem from mail')
  expect(problems).toEqual([{ problem: 'SealBroken' }, { problem: 'SealBroken' }])
})

test('header lines cannot be slipped in through a subject or an address', async () => {
  const process = await instance.open({ smtpUrl: server.url })
  await queue(process, { ...letter, subject: 'Hello\r\nBcc: eve@evil.example' })
  await queue(process, { ...letter, to: 'bo@south.example, eve@evil.example' })
  await process.platform.mail.sendDue()
  for (const { to, raw } of server.received) {
    expect(to.join()).not.toContain('eve@evil.example')
    expect(raw).not.toMatch(/^Bcc:/im)
  }
})
