/** A backup, a restore or a key ring cannot be done or used. The message says why and what to do. */
export class BackupRefused extends Error {
  override name = 'BackupRefused'
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
