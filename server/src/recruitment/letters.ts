import type { MailName } from '@throughline/contract/documents'
import type { AnyTransaction } from '../platform/database/database.ts'
import type { Platform } from '../platform/platform.ts'
import { inForceNow, inLanguage } from '../study/index.ts'
import { contactsOf, namesOf } from './sealed.ts'

/**
 * What is written to people who sign up, where the study has no text of its own in force. No characteristic, no topic
 * that reveals one, no clinical word: a mailbox is read by others too.
 */
const plain: Readonly<Record<MailName, { subject: string; body: string }>> = {
  'signed up': {
    subject: 'Thank you for signing up',
    body: `Hello {name},

thank you for signing up for an interview. We will write to you.

With this link, which is yours alone, you can see, change or delete what you gave us at any time:
{link}`,
  },
  invitation: {
    subject: 'Your invitation to an interview',
    body: `Hello {name},

we would like to invite you to an interview. Please read what it is about, and say whether you agree, on your own page:
{link}

You need not give a reason if you would rather not.`,
  },
}

export interface Post {
  transaction: AnyTransaction
  platform: Platform
  study: string
}

/**
 * Writes to somebody who signed up, in their language.
 *
 * @returns false where they gave no address, so that somebody has to hand it over
 */
export async function writeTo(
  post: Post,
  person: { id: string; language: string; link: string },
  name: MailName,
): Promise<boolean> {
  const { transaction, platform, study } = post
  const to = (await contactsOf(post, [person.id])).get(person.id)?.email ?? ''
  if (to === '') return false
  const own = (await inForceNow({ transaction, study }, 'mail')).filter((one) => one.name === name)
  const text = inLanguage(own, person.language)?.content ?? plain[name]
  const called = (await namesOf(post, [person.id])).get(person.id) ?? ''
  const filled = {
    name: called,
    link: personalAddress(platform, person.link),
  }
  await platform.mail.queue(transaction, {
    to,
    subject: fill(text.subject, filled),
    text: `${fill(text.body, filled)}\n`,
  })
  return true
}

/** The page that is somebody’s own. The secret stands behind the hash sign, which no server and no log sees. */
export function personalAddress(platform: Platform, link: string): string {
  return `${platform.settings.origin}/me#${platform.visits.tokenOf(link)}`
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{([a-z ]+)\}/g, (whole, name: string) => values[name] ?? whole)
}
