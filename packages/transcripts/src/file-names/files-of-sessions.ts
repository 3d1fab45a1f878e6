import { isUsualLabel } from '../turns/roles.ts'
import { extensionOf, titleOf } from './file-name.ts'

/** Files that seem to be one session, each with what one of its speakers says. */
export interface ProposedSession {
  /** What the files' names have in common. */
  readonly title: string
  /** Places in the list of names, in its order. */
  readonly members: readonly number[]
}

// More that differ by a word which names no usual speaker are rather as many interviews.
const mostStrangers = 4
const mostMembers = 12

const lettersOnly = /^\p{L}[\p{L}\p{M}'’]*$/u
const numberedVoice = /^(?:speaker|spk|track|channel|mic)\d{1,2}$/i
const separators = String.raw`[\s_\-–—.,()[\]]+`
const aroundTitle = new RegExp(`^${separators}|${separators}$`, 'g')

interface Candidate {
  readonly members: readonly number[]
  /** Which word differs, counted from the end of the name: 0 is the last. */
  readonly fromEnd: number
  readonly known: number
}

/**
 * Finds files of one session among these names: same ending, same words but one, which is a
 * speaker's (`day2_consultation01_doctor.TextGrid` and `…_patient.TextGrid`). Words with numbers
 * differ from interview to interview, so none but "Speaker1" or "track2" counts. A file
 * belongs to one session at most: the one with the most usual speakers, then the one whose names
 * differ furthest back. It is a guess from names alone, for a person to accept.
 */
export function filesOfSessions(names: readonly string[]): ProposedSession[] {
  const stems = names.map((name) => wordsOf(titleOf(name)))
  const groups = new Map<string, { fromEnd: number; members: number[] }>()
  for (const [file, words] of stems.entries()) {
    for (const place of words.keys()) {
      const shared = words.map(({ word }, at) => (at === place ? '\0' : word.toLowerCase()))
      const key = [extensionOf(names[file] ?? ''), ...shared].join('\u0001')
      const group = groups.get(key) ?? { fromEnd: words.length - 1 - place, members: [] }
      group.members.push(file)
      groups.set(key, group)
    }
  }
  const taken = new Set<number>()
  return [...groups.values()]
    .flatMap(({ fromEnd, members }) => candidateOf(stems, members, fromEnd))
    .toSorted((one, other) => other.known - one.known || one.fromEnd - other.fromEnd)
    .filter(({ members }) => {
      if (members.some((file) => taken.has(file))) return false
      for (const file of members) taken.add(file)
      return true
    })
    .map(({ members, fromEnd }) => ({
      members,
      title: sharedTitle(names, stems, members, fromEnd),
    }))
    .toSorted((one, other) => (one.members[0] ?? 0) - (other.members[0] ?? 0))
}

function candidateOf(
  stems: readonly (readonly Word[])[],
  members: readonly number[],
  fromEnd: number,
): Candidate[] {
  const differing = members.map((file) => stems[file]?.at(-1 - fromEnd)?.word ?? '')
  const distinct = new Set(differing.map((word) => word.toLowerCase())).size
  if (members.length < 2 || members.length > mostMembers || distinct < members.length) return []
  if (!differing.every((word) => lettersOnly.test(word) || numberedVoice.test(word))) return []
  const known = differing.filter((word) => isUsualLabel(word) || numberedVoice.test(word)).length
  return known === 0 && members.length > mostStrangers ? [] : [{ members, fromEnd, known }]
}

/** The first name without the word that differs and the separator before it. */
function sharedTitle(
  names: readonly string[],
  stems: readonly (readonly Word[])[],
  members: readonly number[],
  fromEnd: number,
): string {
  const [first = 0] = members
  const title = titleOf(names[first] ?? '')
  const words = stems[first] ?? []
  const place = words.length - 1 - fromEnd
  const word = words[place]
  if (!word) return title
  const from = place > 0 ? (words[place - 1]?.to ?? 0) : 0
  const to = place > 0 ? word.to : (words[1]?.from ?? word.to)
  return (title.slice(0, from) + title.slice(to)).replace(aroundTitle, '') || title
}

/** What to call the one session of these files: what their names have in common, or the first of them. */
export function titleOfSession(names: readonly string[]): string {
  const [session] = filesOfSessions(names)
  return session?.members.length === names.length ? session.title : titleOf(names[0] ?? '')
}

/**
 * What to call the speakers of these files: the words of each name that not all of them have,
 * else the whole name. Always as many as files, no two alike.
 */
export function speakersOfFiles(names: readonly string[]): string[] {
  const stems = names.map((name) => wordsOf(titleOf(name)).map(({ word }) => word))
  const sets = stems.map((words) => new Set(words.map((word) => word.toLowerCase())))
  const own = stems.map((words) =>
    words.filter((word) => !sets.every((set) => set.has(word.toLowerCase()))).join(' '),
  )
  const areGood = own.every((name) => name !== '') && new Set(own).size === own.length
  const given = areGood ? own : names.map(titleOf)
  return given.map((name, file) => (given.indexOf(name) === file ? name : `${name} (${file + 1})`))
}

interface Word {
  readonly word: string
  readonly from: number
  readonly to: number
}

/** The words of a name, cut at white space and at _ - . , and brackets. */
function wordsOf(title: string): Word[] {
  return Array.from(title.matchAll(/[^\s_\-–—.,()[\]]+/g), ({ 0: word, index }) => ({
    word,
    from: index,
    to: index + word.length,
  }))
}
