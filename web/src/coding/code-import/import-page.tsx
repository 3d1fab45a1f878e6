import {
  importCodes,
  previewCodes,
  type CodeRow,
  type IfDiffers,
} from '@throughline/contract/code-import'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import { sendUpload } from '../../app/client.ts'
import { outbox, undoStep } from '../../app/outbox/index.ts'
import { studyRoute } from '../../app/roots.tsx'
import { useWords } from '../../app/words.tsx'
import {
  Badge,
  Breadcrumbs,
  Button,
  Card,
  ErrorNotice,
  FileDrop,
  Loading,
  Page,
  Select,
  toast,
} from '../../design/index.ts'
import { messages as listMessages } from '../codes-messages.ts'
import { messages } from './messages.ts'
import './import-page.css'

type Preview = z.output<typeof previewCodes.answer>

/** A file becomes codes: drop it, look at what each row becomes, choose where it differs, then import. */
export function ImportCodesPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const [file, setFile] = useState<File | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [error, setError] = useState<unknown>(null)
  const read = async (given: File) => {
    setFile(given)
    setPreview(null)
    setError(null)
    try {
      setPreview(
        await sendUpload(previewCodes, {
          params: { study },
          search: { name: given.name },
          body: given,
        }),
      )
    } catch (refused) {
      setError(refused)
      setFile(null)
    }
  }
  return (
    <Page
      title={t('codeImport.title')}
      lede={file === null ? t('codeImport.lede') : file.name}
      above={
        <Breadcrumbs
          steps={[
            { label: useWords(listMessages)('codes.title'), href: `/studies/${study}/codes` },
            { label: t('codeImport.title') },
          ]}
        />
      }
    >
      {error !== null && <ErrorNotice error={error} />}
      {file === null && (
        <FileDrop
          hint={t('codeImport.hint')}
          accept={['.csv', '.xlsx', '.tsv', '.txt']}
          onFiles={(files) => {
            if (files.length > 1) toast({ text: t('codeImport.one'), tone: 'bad' })
            else if (files[0]) void read(files[0])
          }}
        />
      )}
      {file !== null && preview === null && (
        <Loading label={t('codeImport.reading', { name: file.name })} />
      )}
      {file !== null && preview !== null && (
        <PreviewedCodes
          study={study}
          name={file.name}
          preview={preview}
          onOther={() => setFile(null)}
        />
      )}
    </Page>
  )
}

const choices = ['keep', 'replace', 'merge'] as const
const mixed = 'mixed'

function PreviewedCodes({
  study,
  name,
  preview,
  onOther,
}: {
  study: string
  name: string
  preview: Preview
  onOther: () => void
}) {
  const t = useWords(messages)
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<ReadonlyMap<number, IfDiffers>>(new Map())
  const choiceOf = ({ number }: CodeRow) => chosen.get(number) ?? 'keep'
  const of = (outcome: CodeRow['outcome']) => preview.rows.filter((row) => row.outcome === outcome)
  const [fresh, differing] = [of('new'), of('differs')]
  const changing = differing.filter((row) => choiceOf(row) !== 'keep')
  const all = new Set(differing.map(choiceOf))
  const take = () => {
    const describe = t('codeImport.did', { name })
    const { key } = outbox.enqueue({
      command: importCodes,
      study,
      body: {
        codes: [...fresh, ...changing].flatMap((row) =>
          row.code ? [{ ...row.code, ifDiffers: choiceOf(row) }] : [],
        ),
        reason: name,
      },
      describe,
    })
    toast({ text: describe, onUndo: () => undoStep(study, key) })
    void navigate({ to: '/studies/$study/codes', params: { study } })
  }
  return (
    <div className="code-import">
      <Card>
        <p className="code-import-summary" aria-live="polite">
          {t('codeImport.summary', {
            fresh: fresh.length,
            differ: differing.length,
            same: of('same').length,
          })}{' '}
          {of('wrong').length > 0 && t('codeImport.wrong', { count: of('wrong').length })}
        </p>
        {preview.warnings.map((warning) => (
          <p key={warning} className="code-import-warning">
            {warning}
          </p>
        ))}
        <ul className="code-import-columns" aria-label={t('codeImport.columns')}>
          {preview.columns.map(({ heading, meaning }) => (
            <li key={heading}>
              <b dir="auto">{heading}</b> {t(`codeImport.column.${meaning ?? 'nothing'}`)}
            </li>
          ))}
        </ul>
        {differing.length > 0 && (
          <Select
            label={t('codeImport.all')}
            choices={[
              ...choices.map((id) => ({ id, label: t(`codeImport.${id}`) })),
              ...(all.size > 1 ? [{ id: mixed, label: t('codeImport.mixed') } as const] : []),
            ]}
            value={all.size > 1 ? mixed : ([...all][0] ?? 'keep')}
            onChange={(choice) => {
              if (choice !== mixed)
                setChosen(new Map(differing.map(({ number }) => [number, choice])))
            }}
          />
        )}
        <div className="code-import-actions">
          <Button tone="primary" isDisabled={fresh.length + changing.length === 0} onPress={take}>
            {fresh.length + changing.length === 0
              ? t('codeImport.nothing')
              : t('codeImport.do', {
                  fresh: fresh.length,
                  change: changing.length,
                  both: fresh.length > 0 && changing.length > 0 ? 'yes' : 'no',
                })}
          </Button>
          <Button onPress={onOther}>{t('codeImport.other')}</Button>
        </div>
      </Card>
      <Card title={t('codeImport.rows')}>
        <ol className="code-import-rows">
          {preview.rows.map((row) => (
            <li key={row.number}>
              <Row
                row={row}
                choice={choiceOf(row)}
                onChoice={(choice) => setChosen(new Map([...chosen, [row.number, choice]]))}
              />
            </li>
          ))}
        </ol>
      </Card>
    </div>
  )
}

function Row({
  row,
  choice,
  onChoice,
}: {
  row: CodeRow
  choice: IfDiffers
  onChoice: (choice: IfDiffers) => void
}) {
  const t = useWords(messages)
  const tones = { new: 'good', same: undefined, differs: 'warn', wrong: 'bad' } as const
  const tone = tones[row.outcome]
  return (
    <>
      <p>
        <span className="code-import-path" dir="auto">
          {row.code ? row.code.path.join(' › ') : t('codeImport.row', { number: row.number })}
        </span>{' '}
        <Badge {...(tone ? { tone } : {})}>
          {t(row.outcome === 'wrong' ? 'codeImport.wrongRow' : `codeImport.${row.outcome}`)}
        </Badge>
      </p>
      {row.problem !== null && <p className="code-import-warning">{row.problem}</p>}
      {row.outcome === 'new' && row.code?.definition && (
        <p className="code-import-told" dir="auto">
          {row.code.definition}
        </p>
      )}
      {row.outcome === 'differs' && (
        <>
          <dl>
            {row.differences.map(({ field, here, file }) => (
              <div key={field}>
                <dt>{t(`codeImport.column.${field}`)}</dt>
                <dd>
                  <small>{t('codeImport.here')}</small>{' '}
                  <span dir="auto">{here || t('codeImport.nothingHere')}</span>
                </dd>
                <dd>
                  <small>{t('codeImport.file')}</small>{' '}
                  <span dir="auto">{file || t('codeImport.nothingHere')}</span>
                </dd>
              </div>
            ))}
          </dl>
          <Select
            label={row.code?.path.join(' › ') ?? ''}
            isLabelHidden
            choices={choices.map((id) => ({ id, label: t(`codeImport.${id}`) }))}
            value={choice}
            onChange={onChoice}
          />
        </>
      )}
    </>
  )
}
