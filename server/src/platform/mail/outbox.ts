import {
  getOutbox,
  markSentByHand,
  type OutboxMessage,
  sendAgain,
} from '@throughline/contract/accounts'
import { sql } from 'kysely'
import { accountUseCase } from '../commands/step.ts'
import type { AnyTransaction, Account } from '../database/database.ts'
import { answerAccount, type BoundEndpoint, performAccount } from '../http/endpoints.ts'
import { Problem } from '../http/problem.ts'
import { openContent, openEnvelope } from './letter.ts'
import type { InstanceVault } from './mail.ts'

interface Row {
  id: string
  state: OutboxMessage['state']
  envelope: Uint8Array
  content: Uint8Array | null
  attempts: number
  due_at: Date
  problem: string | null
  made_at: Date
}

/** The outbox, for owners; row-level security shows it to nobody else. */
export const mailEndpoints: readonly BoundEndpoint[] = [
  answerAccount(getOutbox, async ({ transaction, platform, account }) => {
    requireOwner(account)
    const { rows } = await sql<Row>`
      select id, state, envelope, content, attempts, due_at, problem, made_at from mail
      order by state in ('sent', 'sent by hand'), made_at desc, id desc limit 200`.execute(
      transaction,
    )
    const { sends, vault } = platform.mail
    return { sendsMail: sends, messages: rows.map((row) => opened(vault, row)) }
  }),
  performAccount(
    accountUseCase({
      command: markSentByHand,
      async run({ transaction }, { message }) {
        await change(
          transaction,
          message,
          sql`update mail set state = 'sent by hand', content = null, settled_at = now(), problem = null
            where id = ${message} and state in ('waiting', 'by hand', 'failed')`,
        )
        return { answer: {}, subject: { kind: 'mail', id: message } }
      },
    }),
  ),
  performAccount(
    accountUseCase({
      command: sendAgain,
      async run({ transaction, platform }, { message }) {
        if (!platform.mail.sends)
          throw Problem.conflict(
            'no-mail-server',
            'No mail server is set, so nothing can be sent from here. Send it by hand, or set THROUGHLINE_SMTP_URL and start again.',
          )
        await change(
          transaction,
          message,
          sql`update mail set state = 'waiting', settled_at = null, due_at = now(), attempts = 0
            where id = ${message} and state in ('waiting', 'by hand', 'failed')`,
        )
        return { answer: {}, subject: { kind: 'mail', id: message } }
      },
    }),
  ),
]

async function change(
  transaction: AnyTransaction,
  message: string,
  update: ReturnType<typeof sql>,
): Promise<void> {
  const { numAffectedRows } = await update.execute(transaction)
  if (numAffectedRows === 1n) return
  const { rows } = await sql`select from mail where id = ${message}`.execute(transaction)
  throw rows.length === 0
    ? Problem.notFound('There is no such message in the outbox.')
    : Problem.conflict('sent-already', 'This message was sent already.')
}

function requireOwner(account: Account): void {
  if (!account.owner)
    throw Problem.notAllowed('Only an owner of this installation sees its outbox.')
}

function opened(vault: InstanceVault, row: Row): OutboxMessage {
  const { to, subject } = openEnvelope(vault, row.id, row.envelope)
  return {
    id: row.id,
    state: row.state,
    to,
    subject,
    text: row.content ? openContent(vault, row.id, row.content).text : null,
    at: row.made_at.toISOString(),
    attempts: row.attempts,
    problem: row.problem === null ? null : sentenceOf(row.problem),
    nextAttempt: row.state === 'waiting' ? row.due_at.toISOString() : null,
  }
}

/** The codes of nodemailer, as a sentence for who looks after the installation. */
function sentenceOf(code: string): string {
  switch (code) {
    case 'EAUTH':
      return 'The mail server refused our name or password. Check the address of the mail server in the settings.'
    case 'EENVELOPE':
      return 'The mail server refused the address of the recipient or of the sender.'
    case 'EMESSAGE':
      return 'The mail server refused the message.'
    case 'ETLS':
      return 'No encrypted connection to the mail server came about.'
    case 'EDNS':
    case 'ENOTFOUND':
      return 'The mail server’s name is not known. Check the address of the mail server in the settings.'
    case 'ECONNECTION':
    case 'ECONNREFUSED':
    case 'ESOCKET':
    case 'ETIMEDOUT':
      return 'The mail server could not be reached.'
    case 'SealBroken':
      return 'The message cannot be opened: it was sealed with another key of this installation.'
    case 'restored':
      return 'This message comes from a backup and was perhaps sent since then. Ask before you send it.'
    default:
      return `Sending failed (${code}).`
  }
}
