import type { Participant } from '@throughline/contract/participants'
import type { FilePreview, FileToImport } from '@throughline/contract/transcripts'
import type { SentFile } from './sent-file.ts'

export type Role = FilePreview['speakers'][number]['role']
export const roles = ['interviewer', 'participant', 'unknown'] as const satisfies readonly Role[]

/**
 * What the server said of a file that can be imported; null while it is on its way, if it cannot be read, or if it goes
 * with another one.
 */
export function readable({ progress, joinedTo }: SentFile): FilePreview | null {
  if (joinedTo !== null) return null
  return progress.is === 'read' && progress.preview.problem === null ? progress.preview : null
}

/** Imported before, and not asked for again. */
export function isSkipped(file: SentFile): boolean {
  return !file.again && (readable(file)?.sameAs.length ?? 0) > 0
}

/** The files that an import would take. */
export function importable(files: readonly SentFile[]): SentFile[] {
  return files.filter((file) => readable(file) !== null && !isSkipped(file))
}

export type ByLabel = ReadonlyMap<string, Participant>

/** Whose transcript it is: as chosen, or else the participant whose id stands in its title. */
export function participantOf(file: SentFile, index: number, byLabel: ByLabel): string | null {
  const chosen = file.participants[index]
  if (chosen !== undefined) return chosen
  const label = readable(file)?.transcripts[index]?.participantLabel ?? ''
  return byLabel.get(label ?? '')?.id ?? null
}

/** The part of a speaker: as chosen, or else as guessed. */
export function roleOf(file: SentFile, index: number): Role {
  return file.speakers[index] ?? readable(file)?.speakers[index]?.role ?? 'unknown'
}

/** A label in several files, for choosing once. `role` is null where it differs. */
export interface SharedSpeaker {
  label: string
  files: number
  role: Role | null
}

/** The labels that stand in at least two files: those that nobody knows first, then the most frequent. */
export function sharedSpeakers(files: readonly SentFile[]): SharedSpeaker[] {
  const found = new Map<string, SharedSpeaker>()
  for (const file of files)
    for (const [index, { label }] of (readable(file)?.speakers ?? []).entries()) {
      const role = roleOf(file, index)
      const before = found.get(label)
      found.set(label, {
        label,
        files: (before?.files ?? 0) + 1,
        role: before === undefined || before.role === role ? role : null,
      })
    }
  return [...found.values()]
    .filter(({ files: count }) => count > 1)
    .toSorted(
      (one, other) =>
        Number(other.role === 'unknown') - Number(one.role === 'unknown') ||
        other.files - one.files ||
        one.label.localeCompare(other.label),
    )
}

/** This label's part in every file. */
export function withRole(
  files: readonly SentFile[],
  label: string,
  role: Role,
): Map<string, Pick<SentFile, 'speakers'>> {
  return new Map(
    files.flatMap((file) => {
      const index = readable(file)?.speakers.findIndex((speaker) => speaker.label === label) ?? -1
      return index < 0 ? [] : [[file.key, { speakers: { ...file.speakers, [index]: role } }]]
    }),
  )
}

/** A participant to be made, and for which transcripts. */
export interface NewParticipant {
  label: string
  transcripts: { key: string; index: number }[]
}

/**
 * Participants for all transcripts without one: transcripts of one id in their titles get the same, the others the
 * next free ids.
 */
export function newParticipants(
  files: readonly SentFile[],
  byLabel: ByLabel,
  nextLabel: string,
): NewParticipant[] {
  const named = new Map<string, NewParticipant>()
  const unnamed: NewParticipant['transcripts'] = []
  for (const file of importable(files))
    for (const [index, { participantLabel }] of (readable(file)?.transcripts ?? []).entries()) {
      if (participantOf(file, index, byLabel) !== null) continue
      const place = { key: file.key, index }
      if (participantLabel === null || byLabel.has(participantLabel)) unnamed.push(place)
      else {
        const one = named.get(participantLabel) ?? { label: participantLabel, transcripts: [] }
        one.transcripts.push(place)
        named.set(participantLabel, one)
      }
    }
  const numbers = [...named.keys()].map((label) => Number(label.slice(1)) + 1)
  const first = Math.max(Number(nextLabel.slice(1)), ...numbers)
  return [
    ...named.values(),
    ...unnamed.map((place, index) => ({
      label: `P${String(first + index).padStart(3, '0')}`,
      transcripts: [place],
    })),
  ]
}

/** A file as `import-transcripts` takes it. */
export function asked(file: SentFile, byLabel: ByLabel): FileToImport | null {
  const preview = readable(file)
  if (!preview) return null
  const participants: Record<string, string> = {}
  for (const index of preview.transcripts.keys()) {
    const whose = participantOf(file, index, byLabel)
    if (whose !== null) participants[index] = whose
  }
  const { options, joined, speakers, again } = file
  return {
    upload: preview.upload,
    options,
    joined: [...joined],
    participants,
    speakers,
    again,
  }
}
