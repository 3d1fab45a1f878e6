/** What a label says of its speaker's part, where it says so plainly. */
export type SpeakerGuess = 'interviewer' | 'participant' | 'unknown'

const interviewer =
  /^(?:interviewer|int|intv|iv|i|q|moderator|mod|facilitator|fac|researcher|assistant|ai)$/
const participant =
  /^(?:participant|part|par|p|interviewee|respondent|resp|informant|user|patient|pt)$/
// Usual labels whose part is not plain: R is a respondent here and a researcher there.
const other = /^(?:speaker|spk|r|d|doctor|dr|clinician|nurse|student|tutor|mentor|unknown speaker)$/

/** The label in lower case without a number or letter at its end: "Participant 3", "P003", "Speaker A". */
function stem(label: string): string {
  return label
    .toLowerCase()
    .replace(/\s*\(.*\)$/, '')
    .replace(/[\s.#_-]*\d{1,4}$/, '')
    .replace(/[\s#_-]+[a-z]$/, '')
    .replace(/\.$/, '')
    .trim()
}

/** Whether this is a label that transcribers commonly use, so that even one occurrence counts. */
export function isUsualLabel(label: string): boolean {
  const base = stem(label)
  return interviewer.test(base) || participant.test(base) || other.test(base)
}

/**
 * Guesses a speaker's part from the label alone, given all labels of the transcript. "A" is a
 * participant only beside "Q"; whatever is not plain is unknown and for a person to say.
 */
export function guessRole(label: string, labels: readonly string[]): SpeakerGuess {
  const base = stem(label)
  if (interviewer.test(base)) return 'interviewer'
  if (participant.test(base)) return 'participant'
  if (base === 'a' && labels.some((each) => stem(each) === 'q')) return 'participant'
  return 'unknown'
}
