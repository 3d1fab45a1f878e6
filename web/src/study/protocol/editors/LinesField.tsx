import { useState } from 'react'
import { TextArea } from '../../../design/index.ts'

/** Several short texts, one a line; empty lines are none. */
export function LinesField({
  label,
  lines,
  onChange,
  isReadOnly,
}: {
  label: string
  lines: readonly string[]
  onChange: (lines: string[]) => void
  isReadOnly: boolean
}) {
  // what is being typed may end in an empty line, which the lines themselves do not have
  const [text, setText] = useState(lines.join('\n'))
  const linesOf = (typed: string) =>
    typed
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  const shown = linesOf(text).join('\n') === lines.join('\n') ? text : lines.join('\n')
  return (
    <TextArea
      label={label}
      value={shown}
      rows={3}
      isReadOnly={isReadOnly}
      onChange={(typed) => {
        setText(typed)
        onChange(linesOf(typed))
      }}
    />
  )
}
