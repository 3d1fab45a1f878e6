import { previewFile } from '@throughline/contract/transcripts'
import type { CsvChoice, FilePreview } from '@throughline/contract/transcripts'
import { ask } from '../../app/client.ts'
import { useWords } from '../../app/words.tsx'
import { Checkbox, Select, toast } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { sentenceOf } from '../sentences.ts'
import type { FileList } from './sent-files.ts'
import type { SentFile } from './sent-file.ts'

type Table = NonNullable<FilePreview['csv']>
type Part = keyof CsvChoice['columns']

const delimiters = [
  { id: ',', word: 'transcripts.look.comma' },
  { id: ';', word: 'transcripts.look.semicolon' },
  { id: '\t', word: 'transcripts.look.tab' },
  { id: '|', word: 'transcripts.look.bar' },
] as const
const layouts = ['turns', 'interviews'] as const
const partsOf = {
  turns: ['text', 'speaker', 'start', 'end', 'id'],
  interviews: ['text', 'id'],
} as const satisfies Record<CsvChoice['layout'], readonly Part[]>

/** How a table is read: its columns, what each of them is, and its first rows as they stand. */
export function TableChoice({
  study,
  list,
  file,
  table,
}: {
  study: string
  list: FileList
  file: SentFile
  table: Table
}) {
  const t = useWords(messages)
  const choice = file.options.csv ?? table.choice
  const read = (csv: CsvChoice | undefined) => list.readAgain(file.key, { ...file.options, csv })
  const { names, rows } = shownRows(table, choice.header, (number) =>
    t('transcripts.look.column', { number }),
  )
  const columns = names.map((label, index) => ({ id: String(index), label }))
  /** Other columns come of another delimiter, so all that was chosen for them is guessed anew. */
  const guessFor = async (delimiter: string) => {
    if (file.progress.is !== 'read') return
    const { preview } = file.progress
    const columnsToBegin = { text: 0, speaker: null, start: null, end: null, id: null }
    const csv = { delimiter, header: true, layout: 'turns' as const, columns: columnsToBegin }
    const options = JSON.stringify({ ...file.options, csv })
    try {
      const params = { study, upload: preview.upload }
      const again = await ask(previewFile, { params, search: { options } })
      read(again.csv?.choice ?? csv)
    } catch (error) {
      toast({ text: sentenceOf(error), tone: 'bad' })
    }
  }
  const none = { id: 'none', label: t('transcripts.look.none') }
  const change = (part: Part, id: string) => {
    if (part === 'text')
      return read({ ...choice, columns: { ...choice.columns, text: Number(id) } })
    const column = id === 'none' ? null : Number(id)
    return read({ ...choice, columns: { ...choice.columns, [part]: column } })
  }
  return (
    <section>
      <h3>
        {t('transcripts.look.table')}{' '}
        <small>{t('transcripts.look.rows', { count: table.rowCount })}</small>
      </h3>
      <div className="transcripts-table-choices">
        <Select
          label={t('transcripts.look.delimiter')}
          choices={delimiters.map(({ id, word }) => ({ id, label: t(word) }))}
          value={delimiters.find(({ id }) => id === choice.delimiter)?.id ?? null}
          onChange={(delimiter) => void guessFor(delimiter)}
        />
        <Select
          label={t('transcripts.look.layout')}
          choices={layouts.map((id) => ({ id, label: t(`transcripts.look.${id}`) }))}
          value={choice.layout}
          onChange={(layout) => read({ ...choice, layout })}
        />
        {partsOf[choice.layout].map((part) => (
          <Select
            key={part}
            label={t(`transcripts.look.${part}`)}
            choices={part === 'text' ? columns : [none, ...columns]}
            value={choice.columns[part] === null ? 'none' : String(choice.columns[part])}
            onChange={(id) => change(part, id)}
          />
        ))}
      </div>
      <Checkbox isSelected={choice.header} onChange={(header) => read({ ...choice, header })}>
        {t('transcripts.look.header')}
      </Checkbox>
      <FirstRows choice={choice} names={names} rows={rows} />
    </section>
  )
}

/** The names and first rows of a table, whether or not its first row is taken for a header. */
function shownRows(table: Table, header: boolean, nameOf: (number: number) => string) {
  const rows = table.choice.header ? [table.columnNames, ...table.firstRows] : table.firstRows
  const [first = []] = rows
  return {
    names: table.columnNames.map((_, index) => (header && first[index]) || nameOf(index + 1)),
    rows: header ? rows.slice(1) : rows,
  }
}

function FirstRows({
  choice,
  names,
  rows,
}: {
  choice: CsvChoice
  names: readonly string[]
  rows: readonly (readonly string[])[]
}) {
  const t = useWords(messages)
  const meaning = (index: number) =>
    partsOf[choice.layout].find((part) => choice.columns[part] === index)
  return (
    <div className="transcripts-rows" role="region" aria-label={t('transcripts.look.table')}>
      <table>
        <thead>
          <tr>
            {names.map((name, index) => {
              const part = meaning(index)
              return (
                <th key={index} scope="col" data-chosen={part}>
                  {name}
                  {part && <small>{t(`transcripts.look.${part}`)}</small>}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, number) => (
            <tr key={number}>
              {names.map((_, index) => (
                <td key={index} data-chosen={meaning(index)}>
                  <span>{row[index] ?? ''}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
