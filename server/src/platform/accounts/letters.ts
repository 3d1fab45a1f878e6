import type { Letter } from '../mail/index.ts'

/** What is written to people about their accounts. */

export function invitationLetter(choice: {
  to: string
  study: string
  invitedBy: string
  link: string
  days: number
}): Letter {
  const { to, study, invitedBy, link, days } = choice
  return {
    to,
    subject: `Invitation to the study “${study}”`,
    text: `Hello,

${invitedBy} invites you to work on the study “${study}” in Throughline.

Open this link to join. It works once, within ${days} days:
${link}

If you did not expect this, you need not do anything.
`,
  }
}

export function resetLetter(choice: {
  to: string
  name: string
  link: string
  hours: number
}): Letter {
  const { to, name, link, hours } = choice
  return {
    to,
    subject: 'A new password for Throughline',
    text: `Hello ${name},

somebody, probably you, asked for a new password for your account in Throughline.

Open this link to choose one. It works once, within ${hours === 1 ? 'an hour' : `${hours} hours`}:
${link}

If it was not you, you need not do anything: your password stays as it is.
`,
  }
}

export function passwordChangedLetter(choice: {
  to: string
  name: string
  origin: string
}): Letter {
  const { to, name, origin } = choice
  return {
    to,
    subject: 'Your password for Throughline was changed',
    text: `Hello ${name},

the password of your account in Throughline was changed just now, and all your other sign-ins were ended.

If it was not you, ask for a new password at once and tell who looks after your installation:
${origin}/reset
`,
  }
}
