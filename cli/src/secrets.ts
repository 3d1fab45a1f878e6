import type { Lock, Unlock } from '@throughline/server/platform/backup'
import type { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { Refusal } from './exit-codes.ts'

const variable = 'THROUGHLINE_BACKUP_PASSPHRASE'

export interface LockOptions {
  recipient?: string[]
  passphraseFile?: string
}

export interface UnlockOptions {
  identityFile?: string
  passphraseFile?: string
}

/** Options of commands that write an encrypted file. */
export function addLockOptions(command: Command): Command {
  return command
    .option(
      '--recipient <age1…>',
      'encrypt for the holder of this age identity; may be repeated',
      more,
    )
    .option(
      '--passphrase-file <file>',
      `the passphrase stands in this file (otherwise in ${variable})`,
    )
}

/** Options of commands that read one. */
export function addUnlockOptions(command: Command): Command {
  return command
    .option(
      '--identity-file <file>',
      'a file with the age identity (AGE-SECRET-KEY-1…) it is encrypted for',
    )
    .option(
      '--passphrase-file <file>',
      `the passphrase stands in this file (otherwise in ${variable})`,
    )
}

/** @throws Refusal when neither is given, or both */
export async function lockFrom({ recipient, passphraseFile }: LockOptions): Promise<Lock> {
  if (recipient && passphraseFile)
    throw new Refusal(
      'Give --recipient or a passphrase, not both: the age format allows one or the other.',
    )
  if (recipient) return { recipients: recipient }
  return { passphrase: await passphraseFrom(passphraseFile, '--recipient age1…') }
}

/** @throws Refusal when neither is given */
export async function unlockFrom({ identityFile, passphraseFile }: UnlockOptions): Promise<Unlock> {
  if (identityFile === undefined)
    return { passphrase: await passphraseFrom(passphraseFile, '--identity-file FILE') }
  const lines = (await read(identityFile)).split('\n').map((line) => line.trim())
  return { identities: lines.filter((line) => line !== '' && !line.startsWith('#')) }
}

async function passphraseFrom(file: string | undefined, otherwise: string): Promise<string> {
  const passphrase =
    file === undefined ? process.env[variable] : (await read(file)).replace(/\r?\n$/, '')
  if (passphrase) return passphrase
  throw new Refusal(
    `This file is always encrypted. Give ${otherwise}, or a passphrase in ${variable} or with --passphrase-file FILE.`,
  )
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new Refusal(
      `${file} cannot be read (${error instanceof Error ? error.message : String(error)}).`,
    )
  })
}

function more(value: string, before: string[] = []): string[] {
  return [...before, value]
}
