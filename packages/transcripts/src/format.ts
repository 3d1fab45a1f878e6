import type { CsvChoice } from './csv/choice.ts'
import type { TranscriptText } from './transcript.ts'

interface FormatBase {
  /** The name in options, inspections and the database. */
  readonly name: string
  /** What a researcher calls it, for instance "Word document". */
  readonly title: string
  /** Lower case, without the dot. */
  readonly extensions: readonly string[]
}

/** What every reader is told beside the content. */
export interface ReadContext {
  /** The file's name without its extension. */
  readonly title: string
  readonly csv?: CsvChoice | undefined
}

/** A format of plain text: it gets the decoded text, with LF line ends and no byte order mark. */
export interface TextFormat extends FormatBase {
  readonly kind: 'text'
  /** Whether the text is plainly of this format, whatever the file is called. */
  recognises(text: string): boolean
  read(text: string, context: ReadContext): readonly TranscriptText[]
}

/** A format of its own bytes. */
export interface BinaryFormat extends FormatBase {
  readonly kind: 'binary'
  recognises(bytes: Uint8Array): boolean
  read(
    bytes: Uint8Array,
    context: ReadContext,
  ): readonly TranscriptText[] | Promise<readonly TranscriptText[]>
}

/** A reader throws UnreadableFile for a file that it cannot read. */
export type Format = TextFormat | BinaryFormat
