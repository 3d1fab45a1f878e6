import type { Settings } from '@throughline/server/platform/settings'
import { createTransport } from 'nodemailer'
import { fine, type Finding, problem, reasonOf } from './finding.ts'

const patience = 10_000

export async function checkMail({ smtpUrl }: Settings): Promise<Finding> {
  if (smtpUrl === null)
    return fine('Mail', 'No mail server is set: messages wait in the outbox to be sent by hand.')
  const transport = createTransport(smtpUrl, {})
  try {
    await within(patience, transport.verify())
    return fine('Mail', `${URL.parse(smtpUrl)?.host ?? 'The mail server'} takes our mail.`)
  } catch (error) {
    return problem(
      'Mail',
      `${URL.parse(smtpUrl)?.host ?? 'The mail server'} does not take our mail (${reasonOf(error)}).`,
      'Check THROUGHLINE_SMTP_URL: smtp://user:password@host:587 or smtps://user:password@host:465.',
    )
  } finally {
    transport.close()
  }
}

async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('it does not answer')), milliseconds)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
