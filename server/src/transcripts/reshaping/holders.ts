import type { Piece, Range } from '@throughline/text'
import type { EventDraft, StepContext } from '../../platform/commands/step.ts'
import type { AnyTransaction } from '../../platform/database/database.ts'
import type { Platform } from '../../platform/platform.ts'

/** A range that a later room keeps on a transcript's words. */
export interface HeldRange extends Range {
  id: string
  /** What it is, for a person: the name of a code. */
  about: string
}

/** A piece of a transcript, and the transcript of which it becomes a part. */
export interface PieceInto extends Piece {
  into: string
}

/** A held range that became several, or lost white space at its ends; how it was. */
export interface Cut extends Range {
  id: string
  /** The ranges that it is now: the first under its own id. */
  parts: readonly (Range & { id: string })[]
}

/**
 * What a later room keeps on the words of transcripts. When transcripts are merged or split it takes along what it has,
 * in the same transaction; the words of each range stay what they are. Offsets are UTF-16 code units.
 */
export interface WordsHolder {
  /** Transcript → how much stands on it, for all transcripts of the study on which anything does. */
  count(transaction: AnyTransaction, study: string): Promise<ReadonlyMap<string, number>>
  /** What no single one of these pieces of a transcript holds as a whole. */
  outside(
    transaction: AnyTransaction,
    study: string,
    transcript: string,
    pieces: readonly Range[],
  ): Promise<readonly HeldRange[]>
  /** Makes each range several, or shorter by white space. */
  cut(context: StepContext, cuts: readonly Cut[]): Promise<void>
  /** Makes them what they were, where all parts still stand. */
  unite(context: StepContext, cuts: readonly Cut[]): Promise<void>
  /** Moves what stands on the pieces of a transcript to the transcripts that they become parts of. */
  carry(context: StepContext, transcript: string, pieces: readonly PieceInto[]): Promise<void>
  /** What to tell browsers once it was carried to these transcripts. */
  carriedTo(transcripts: readonly string[]): readonly EventDraft[]
}

const holders = new WeakMap<Platform, WordsHolder[]>()

/** A later room says what it keeps on words. Called while the rooms are furnished. */
export function holdWords(platform: Platform, holder: WordsHolder): void {
  holders.set(platform, [...holdersOf(platform), holder])
}

export function holdersOf(platform: Platform): readonly WordsHolder[] {
  return holders.get(platform) ?? []
}
