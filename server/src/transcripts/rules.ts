/** The first participant id (P001, P012 …) in a title or a file's name; null when there is none. */
export function participantLabelIn(title: string): string | null {
  const found = /(?<![A-Za-z0-9])P(\d{3,6})(?!\d)/i.exec(title)
  return found ? `P${found[1]}` : null
}

/** The title under which a transcript stands: of a raw one nothing that its file was called, for it may name somebody. */
export function titleFor(
  declared: 'pseudonymised' | 'raw',
  title: string,
  participant: string | null,
): string {
  if (declared === 'raw')
    return participant ? `${participant}, not yet pseudonymised` : 'Not yet pseudonymised'
  const trimmed = title.trim().slice(0, 300)
  return trimmed === '' ? (participant ?? 'Untitled') : trimmed
}
