import { fileToImport } from '@throughline/contract/transcripts'
import type {
  FilePreview,
  FileToImport,
  JoinedFile,
  ReadOptions,
} from '@throughline/contract/transcripts'
import { z } from 'zod'

export type Role = FileToImport['speakers'][string]

/** How far a chosen file has come. */
export type Progress =
  | { is: 'waiting' }
  | { is: 'sending'; sent: number }
  | { is: 'reading' }
  | { is: 'failed'; error: unknown }
  /** The page was left before it was sent. */
  | { is: 'lost' }
  | { is: 'read'; preview: FilePreview; isReadAgain: boolean }

/** A file in the list, with what a person chose for it. */
export interface SentFile {
  key: string
  /** Under which the server keeps it; null until it was sent. */
  upload: string | null
  name: string
  bytes: number
  progress: Progress
  options: ReadOptions
  /** Number of a transcript in the file → participant; null where a guess was taken away. */
  participants: Readonly<Record<string, string | null>>
  /** Number of a speaker in the file → part. */
  speakers: Readonly<Record<string, Role>>
  again: boolean
  /** Somebody said that it is no part of a session with others, so that is not proposed again. */
  apart: boolean
  /** Further files of its session, as the server reads them with this one. */
  joined: readonly JoinedFile[]
  /** The upload of the file with which this one is joined; null where it stands for itself. */
  joinedTo: string | null
}

export type Choices = Pick<SentFile, 'options' | 'participants' | 'speakers' | 'again' | 'apart'>

export const noChoices: Choices = {
  options: {},
  participants: {},
  speakers: {},
  again: false,
  apart: false,
}

/** What outlives a reload of the tab: which files were sent, and what was chosen for them. */
export const keptFiles = z.array(
  z.object({
    upload: z.uuid().nullable(),
    name: z.string(),
    bytes: z.number(),
    options: fileToImport.shape.options,
    participants: z.record(z.string(), z.uuid().nullable()),
    speakers: fileToImport.shape.speakers,
    again: z.boolean(),
    apart: z.boolean(),
    joined: fileToImport.shape.joined,
    joinedTo: z.uuid().nullable(),
  }),
)
