import { importParticipants, previewParticipants } from '@throughline/contract/participants'
import type { ColumnMeaning } from '@throughline/contract/participants'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import { uuidv7 } from 'uuidv7'
import { sendUpload } from '../../app/client.ts'
import { studyRoute } from '../../app/roots.tsx'
import { useWords } from '../../app/words.tsx'
import {
  Breadcrumbs,
  Button,
  Card,
  ErrorNotice,
  FileDrop,
  Loading,
  Page,
  toast,
} from '../../design/index.ts'
import { messages } from '../messages.ts'
import { act, useAttributes } from '../study-data.ts'
import { ColumnsPreview } from './ColumnsPreview.tsx'
import { RowsPreview } from './RowsPreview.tsx'
import './participants.css'

export type Preview = z.output<typeof previewParticipants.answer>

/** A file becomes participants: drop it, look at what it becomes, then import. */
export function ImportPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const { file, preview, error, isReading, read, forget } = usePreview(study)
  return (
    <Page
      title={t('study.import.title')}
      lede={preview === null ? t('study.import.lede') : file?.name}
      above={
        <Breadcrumbs
          steps={[
            { label: t('study.import.back'), href: `/studies/${study}/participants` },
            { label: t('study.import.title') },
          ]}
        />
      }
    >
      {error !== null && <ErrorNotice error={error} />}
      {preview === null && !isReading && (
        <FileDrop
          hint={t('study.import.hint')}
          accept={['.csv', '.xlsx', '.tsv', '.txt']}
          onFiles={(files) => {
            if (files.length > 1) toast({ text: t('study.import.one'), tone: 'bad' })
            else if (files[0]) void read(files[0])
          }}
        />
      )}
      {preview === null && isReading && (
        <Loading label={t('study.import.reading', { name: file?.name ?? '' })} />
      )}
      {preview !== null && file !== null && (
        <PreviewedFile
          study={study}
          preview={preview}
          isReading={isReading}
          onColumns={(columns) => void read(file, columns)}
          onOther={forget}
        />
      )}
    </Page>
  )
}

/** The file, and what the server says that it becomes. A later reading wins over an earlier one. */
export function usePreview(study: string) {
  const [file, setFile] = useState<File | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isReading, setReading] = useState(false)
  return {
    file,
    preview,
    error,
    isReading,
    async read(given: File, columns?: readonly ColumnMeaning[]) {
      setFile(given)
      setError(null)
      setReading(true)
      try {
        const search = {
          name: given.name,
          ...(columns ? { columns: JSON.stringify(columns) } : {}),
        }
        setPreview(
          await sendUpload(previewParticipants, { params: { study }, search, body: given }),
        )
      } catch (refused) {
        setError(refused)
      } finally {
        setReading(false)
      }
    },
    forget() {
      setFile(null)
      setPreview(null)
      setError(null)
    },
  }
}

/** What a file of participants would become, and the step that writes it. `other` names the way back. */
export function PreviewedFile({
  study,
  preview,
  isReading,
  other,
  onColumns,
  onOther,
}: {
  study: string
  preview: Preview
  isReading: boolean
  other?: string
  onColumns: (columns: readonly ColumnMeaning[]) => void
  onOther: () => void
}) {
  const t = useWords(messages)
  const navigate = useNavigate()
  const attributes = useAttributes(study).data?.attributes ?? []
  const { added, changed, refused } = preview.totals
  const warnings = [
    ...preview.warnings,
    ...(preview.encoding !== null && preview.encoding !== 'UTF-8'
      ? [t('study.import.encoding', { encoding: preview.encoding })]
      : []),
  ]
  const doImport = () => {
    act(importParticipants, {
      study,
      body: {
        id: uuidv7(),
        headings: preview.columns.map(({ heading }) => heading),
        columns: preview.columns.map(({ meaning }) => meaning),
        cells: preview.cells,
        expected: { added, changed },
      },
      describe: t('study.import.done', {
        added,
        changed,
        both: added > 0 && changed > 0 ? 'yes' : 'no',
      }),
    })
    void navigate({ to: '/studies/$study/participants', params: { study } })
  }
  return (
    <>
      {warnings.length > 0 && (
        <ul className="study-import-warnings">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <Card title={t('study.import.columns')} aside={t('study.import.columnsAside')}>
        <ColumnsPreview columns={preview.columns} attributes={attributes} onChange={onColumns} />
      </Card>
      <Card title={t('study.import.rows')} aside={t('study.import.rowsAside')}>
        <RowsPreview preview={preview} />
      </Card>
      <footer className="study-import-foot">
        <p>{refused > 0 && t('study.import.refusedStay', { count: refused })}</p>
        <Button onPress={onOther}>{other ?? t('study.import.other')}</Button>
        <Button
          tone="primary"
          onPress={doImport}
          isDisabled={added + changed === 0 || isReading}
          isPending={isReading}
        >
          {t('study.import.do', { count: added + changed })}
        </Button>
      </footer>
    </>
  )
}
