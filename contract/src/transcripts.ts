import { z } from 'zod'
import { command, inStudy, nothing, query, upload } from './endpoint.ts'
import { id, line, moment } from './platform.ts'
import { railCount, waitingList } from './study.ts'

const offset = z.number().int().min(0)
export const stage = z.enum(['raw', 'checked', 'pseudonymised', 'released'])
export const speakerRole = z.enum(['interviewer', 'participant', 'unknown'])
export const declared = z.enum(['pseudonymised', 'raw'])

export const transcriptSummary = z.object({
  id,
  title: z.string(),
  participant: z
    .object({
      id,
      label: z.string(),
      site: z.string().nullable(),
      year: z.number().int().nullable(),
    })
    .nullable(),
  stage,
  format: z.string(),
  declared,
  words: z.number().int(),
  length: z.number().int(),
  /** The folder that it is in; null where it is in none. */
  folder: id.nullable(),
  importedBy: z.string(),
  importedAt: moment,
  releasedAt: moment.nullable(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
})
export type TranscriptSummary = z.infer<typeof transcriptSummary>

export const listTranscripts = query({
  name: 'list-transcripts',
  path: '/api/studies/:study/transcripts',
  summary: 'All transcripts with their participants and stages, as they stand in their folders.',
  params: inStudy,
  search: nothing,
  answer: z.object({ transcripts: z.array(transcriptSummary) }),
})

export const turn = z.object({
  from: offset,
  to: offset,
  label: z.tuple([offset, offset]).nullable(),
  speaker: z.string().nullable(),
  role: speakerRole,
  startsAt: z.number().int().nullable(),
  endsAt: z.number().int().nullable(),
})

/** What somebody wrote beside the text in its file: on a range, or at a place where from is to. */
export const sourceNote = z.object({
  kind: z.enum(['comment', 'footnote', 'endnote']),
  from: offset,
  to: offset,
  text: z.string(),
})
export type SourceNote = z.infer<typeof sourceNote>

export const transcriptText = transcriptSummary.extend({
  text: z.string(),
  turns: z.array(turn),
  /** In order of place. */
  notes: z.array(sourceNote),
  speakers: z.array(z.object({ label: z.string(), role: speakerRole })),
})
export type TranscriptText = z.infer<typeof transcriptText>

export const getTranscript = query({
  name: 'get-transcript',
  path: '/api/studies/:study/transcripts/:transcript',
  summary:
    'One transcript with its text, turns, speakers and the notes of its file. Offsets are UTF-16 code units.',
  params: inStudy.extend({ transcript: id }),
  search: nothing,
  answer: transcriptText,
})

export const readProblem = z.object({ code: z.string(), message: z.string() })

/** How a CSV file is read: zero-based column numbers, null where there is none. */
export const csvChoice = z.object({
  delimiter: z.string().min(1).max(1),
  header: z.boolean(),
  layout: z.enum(['turns', 'interviews']),
  columns: z.object({
    text: z.number().int().min(0),
    speaker: z.number().int().min(0).nullable(),
    start: z.number().int().min(0).nullable(),
    end: z.number().int().min(0).nullable(),
    id: z.number().int().min(0).nullable(),
  }),
})
export type CsvChoice = z.infer<typeof csvChoice>

/** What a person chose in the preview; what is missing is found out from the file. */
export const readOptions = z.object({
  format: z.string().max(20).optional(),
  encoding: z.string().max(40).optional(),
  csv: csvChoice.optional(),
})
export type ReadOptions = z.infer<typeof readOptions>

/** At most so many files are joined with another. */
const mostJoined = 11

/** A further file of the same session: it is joined with the first by time, into one transcript. */
export const joinedFile = z.object({ upload: id, options: readOptions.default({}) })
export type JoinedFile = z.output<typeof joinedFile>

/** At most so many transcripts come from one file. */
export const transcriptsInFile = 2_000

export const previewedTranscript = z.object({
  title: z.string(),
  words: z.number().int(),
  turns: z.number().int(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  /** The first words, as they will stand; empty after the first 50 transcripts of a file. */
  beginning: z.string(),
  /** The participant whose id stands in the title, or else in the file's name. */
  participant: id.nullable(),
  /** That id, whether or not there is such a participant yet. */
  participantLabel: z.string().nullable(),
})

/** One label of a file, over all its transcripts. */
export const previewedSpeaker = z.object({
  label: z.string(),
  transcripts: z.number().int(),
  turns: z.number().int(),
  words: z.number().int(),
  role: speakerRole,
})

/** A file that was sent and not yet imported: what it would become. */
export const filePreview = z.object({
  upload: id,
  name: z.string(),
  bytes: z.number().int(),
  format: z.object({ name: z.string(), title: z.string() }).nullable(),
  encoding: z
    .object({
      name: z.string(),
      certain: z.boolean(),
      alternatives: z.array(z.object({ name: z.string(), sample: z.string() })),
    })
    .nullable(),
  csv: z
    .object({
      choice: csvChoice,
      columnNames: z.array(z.string()),
      firstRows: z.array(z.array(z.string())),
      rowCount: z.number().int(),
    })
    .nullable(),
  transcripts: z.array(previewedTranscript),
  /** Whether it is one transcript with times, which can be joined with others of its session. */
  timed: z.boolean(),
  /** In order of first appearance: what `import-transcripts` says of speakers, it says by this order. */
  speakers: z.array(previewedSpeaker),
  /** Why it cannot be read; then `transcripts` is empty. */
  problem: readProblem.nullable(),
  /** Transcripts that came from exactly this file, or one that is joined with it. */
  sameAs: z.array(z.object({ id, title: z.string() })),
})
export type FilePreview = z.infer<typeof filePreview>

export const uploadFile = upload({
  name: 'upload-file',
  path: '/api/studies/:study/uploads',
  summary:
    'Send one file to be imported and see what it would become. It is kept encrypted, for a day.',
  params: inStudy,
  search: z.object({ name: line(255) }),
  answer: filePreview,
})

/** A JSON value in a search part. */
const json = z
  .string()
  .max(4_000)
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value)
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' })
      return z.NEVER
    }
  })

export const previewFile = query({
  name: 'preview-file',
  path: '/api/studies/:study/uploads/:upload',
  summary: 'See a sent file again, read with other options or joined with others of its session.',
  params: inStudy.extend({ upload: id }),
  search: z.object({
    options: json.pipe(readOptions).default({}),
    joined: json.pipe(z.array(joinedFile).max(mostJoined)).default([]),
  }),
  answer: filePreview,
})

/** One file as the person wants it imported. */
export const fileToImport = z.object({
  upload: id,
  options: readOptions.default({}),
  /** Further files of the same session. What speakers they hold is found out from the files and their names. */
  joined: z.array(joinedFile).max(mostJoined).default([]),
  /** Number of the transcript in the file, from 0 → participant. */
  participants: z.record(z.string().regex(/^\d{1,6}$/), id).default({}),
  /**
   * Number of the speaker in the file, from 0 in order of first appearance → part, where it differs from our guess.
   * By number, because a label may be a name, and what is asked for is kept.
   */
  speakers: z.record(z.string().regex(/^\d{1,6}$/), speakerRole).default({}),
  /** Import it although it was imported before. */
  again: z.boolean().default(false),
})
export type FileToImport = z.output<typeof fileToImport>

export const importTranscripts = command({
  name: 'import-transcripts',
  summary:
    'Import sent files, each on its own, as long work. The declaration is kept with name and date.',
  body: z.object({ declared, files: z.array(fileToImport).min(1).max(2_000) }),
  answer: z.object({ job: id }),
})

/** What became of one file: in the result of the job, and on the command line. */
export const importedFile = z.object({
  upload: id,
  /** The uploads that were joined with it. */
  joined: z.array(id).default([]),
  /** Its name; of a raw one nothing, for that may name somebody. */
  file: z.string(),
  ok: z.boolean(),
  transcripts: z.array(z.object({ id, title: z.string(), words: z.number().int() })),
  /** Why not, or what to know. */
  message: z.string().nullable(),
})
export type ImportedFile = z.infer<typeof importedFile>
export const importResult = z.object({ files: z.array(importedFile) })

export const changeTranscript = command({
  name: 'change-transcript',
  summary: 'Rename a transcript, or say whose it is.',
  body: z.object({ id, title: line(300).optional(), participant: id.nullable().optional() }),
  answer: z.object({ id }),
})

export const setSpeakerRole = command({
  name: 'set-speaker-role',
  summary: 'Say whether a speaker is interviewer or participant.',
  body: z.object({ transcript: id, label: z.string().max(200), role: speakerRole }),
  answer: z.object({ id }),
})

export const releaseTranscript = command({
  name: 'release-transcript',
  summary:
    'Declare a raw transcript pseudonymised: it is released and can be coded. Name and date are kept.',
  body: z.object({ id }),
  answer: z.object({ id }),
})

export const removeTranscript = command({
  name: 'remove-transcript',
  summary:
    'Remove a transcript with its original. Refused while codings stand on it; cannot be undone.',
  body: z.object({ id }),
  answer: z.object({ id }),
})

export const countTranscripts = query({
  name: 'count-transcripts',
  path: '/api/studies/:study/counts/transcripts',
  summary: 'How far transcription has come.',
  params: inStudy,
  search: nothing,
  answer: railCount,
})

export const waitingTranscripts = query({
  name: 'waiting-transcripts',
  path: '/api/studies/:study/waiting/transcripts',
  summary: 'What waits for me among the transcripts.',
  params: inStudy,
  search: nothing,
  answer: waitingList,
})
