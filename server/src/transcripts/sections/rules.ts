/** Why the list of questions cannot become this one, as a sentence; null when it can. */
export function refuseQuestions(
  before: readonly { number: number; marks: number; transcripts: number }[],
  after: readonly { number: number }[],
): string | null {
  const stay = new Set(after.map(({ number }) => number))
  const used = before.find(({ number, marks }) => marks > 0 && !stay.has(number))
  if (!used) return null
  return `Question ${used.number} is marked in ${used.transcripts === 1 ? 'one transcript' : `${used.transcripts} transcripts`}. Take those marks away first, or keep the question.`
}
