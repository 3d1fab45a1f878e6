import type { EventDraft, StepContext } from '../../platform/commands/step.ts'
import type { AnyTransaction } from '../../platform/database/database.ts'
import type { Platform } from '../../platform/platform.ts'

/** What a later room keeps on codes: themes are made of them. */
export interface CodeHolder {
  /** In how many places these codes stand. */
  count(transaction: AnyTransaction, study: string, codes: readonly string[]): Promise<number>
  /** Puts another code in the place of these. `memory` is what `putBack` needs; it must be JSON. */
  replace(
    context: StepContext,
    codes: readonly string[],
    by: string,
    reason: string,
  ): Promise<{ memory: unknown; events: readonly EventDraft[] }>
  /** @throws Problem 409 when they were moved since */
  putBack(context: StepContext, memory: unknown): Promise<readonly EventDraft[]>
}

/** Of these codings, those on which something of a later room stands: a quote in the report. */
export type CodingHolder = (
  transaction: AnyTransaction,
  study: string,
  codings: readonly string[],
) => Promise<readonly string[]>

const codeHolders = new WeakMap<Platform, CodeHolder[]>()
const codingHolders = new WeakMap<Platform, CodingHolder[]>()

/** A later room says what it keeps on codes. Called while the rooms are furnished. */
export function holdCodes(platform: Platform, holder: CodeHolder): void {
  codeHolders.set(platform, [...holdersOfCodes(platform), holder])
}

/** A later room says which codings it stands on. Called while the rooms are furnished. */
export function holdCodings(platform: Platform, holder: CodingHolder): void {
  codingHolders.set(platform, [...(codingHolders.get(platform) ?? []), holder])
}

export function holdersOfCodes(platform: Platform): readonly CodeHolder[] {
  return codeHolders.get(platform) ?? []
}

export async function heldCodings(
  platform: Platform,
  transaction: AnyTransaction,
  study: string,
  codings: readonly string[],
): Promise<ReadonlySet<string>> {
  const held: string[] = []
  for (const holder of codingHolders.get(platform) ?? [])
    held.push(...(await holder(transaction, study, codings)))
  return new Set(held)
}
