import { createTransport } from 'nodemailer'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { AnyTransaction, Database } from '../database/database.ts'
import type { Log } from '../platform.ts'
import type { Settings } from '../settings.ts'
import type { Vault } from '../vault/index.ts'
import { sealLetter } from './letter.ts'
import type { Letter } from './letter.ts'
import { sendDue } from './send-due.ts'

/** Mail leaves through a mail server where one is set, and waits in the outbox to be sent by hand where none is. */
export interface Mail {
  /** Whether a mail server is set. */
  sends: boolean
  /** Keeps a message in the open transaction: it is sent once that commits, at least once. */
  queue(transaction: AnyTransaction, letter: Letter): Promise<void>
  /** Sends what is due now; gives how many were tried. The sender does it every few seconds once started. */
  sendDue(): Promise<number>
  /** Where sealed letters are opened, for the outbox. */
  vault: InstanceVault
  start(): void
  close(): Promise<void>
}

export type InstanceVault = Pick<Vault, 'sealForInstance' | 'openForInstance'>

const lookEvery = 2_000
/** What was sent is remembered, without its text, for so many days. */
const rememberedDays = 90

/** Opens the post. Nothing is sent before `start`. */
export function createMail(choice: {
  database: Database
  settings: Pick<Settings, 'smtpUrl' | 'mailFrom' | 'origin'>
  vault: InstanceVault
  log: Log
}): Mail {
  const { database, settings, vault, log } = choice
  const transport =
    settings.smtpUrl === null
      ? null
      : createTransport({
          url: settings.smtpUrl,
          connectionTimeout: 20_000,
          greetingTimeout: 20_000,
          socketTimeout: 60_000,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
  let timer: NodeJS.Timeout | null = null
  let sending: Promise<number> | null = null
  let closed = false

  async function send(): Promise<number> {
    if (!transport) return 0
    // One round at a time in this process; others take other rows.
    sending ??= sendDue({ database, transport, from: settings.mailFrom, vault, log }).finally(
      () => {
        sending = null
      },
    )
    return sending
  }

  function lookAgain() {
    if (closed) return
    timer = setTimeout(() => {
      send()
        .catch(() => {
          // The database is away; the next round tries again.
        })
        .finally(lookAgain)
    }, lookEvery)
  }

  return {
    sends: transport !== null,
    vault,
    async queue(transaction, letter) {
      const id = uuidv7()
      const { envelope, content } = sealLetter(vault, id, letter)
      await sql`insert into mail (id, state, envelope, content)
        values (${id}, ${transport ? 'waiting' : 'by hand'}, ${envelope}, ${content})`.execute(
        transaction,
      )
    },
    sendDue: send,
    start() {
      void sql`select forget_old_mail(make_interval(days => ${rememberedDays}))`
        .execute(database.kysely)
        .catch(() => undefined)
      if (transport) lookAgain()
    },
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      await sending?.catch(() => undefined)
      transport?.close()
    },
  }
}
