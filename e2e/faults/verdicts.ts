import { verifyAudit } from '@throughline/server/platform/audit'
import { resolveHome } from '@throughline/server/platform/home'
import { joinServer, withClient } from '@throughline/server/platform/postgres'
import { expect } from 'vitest'
import type { Place } from './app-under-fault.ts'

/** The audit trail of a running app is in order: computed again past the app. */
export async function expectAuditInOrder({ home, keys }: Place): Promise<void> {
  const { ownerConfig } = await joinServer(
    resolveHome({ THROUGHLINE_HOME: home, THROUGHLINE_KEYS: keys }),
  )
  expect(await withClient(ownerConfig, verifyAudit)).toMatchObject({ ok: true })
}
