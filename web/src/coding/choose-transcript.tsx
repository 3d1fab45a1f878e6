import { codingStrips } from '@throughline/contract/coding'
import { listTranscripts } from '@throughline/contract/transcripts'
import { Link, useNavigate } from '@tanstack/react-router'
import { studyRoute } from '../app/roots.tsx'
import { useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import { ButtonLink, EmptyState, ErrorNotice, Loading, Page, Table } from '../design/index.ts'
import { messages } from './messages.ts'
import { StretchBar } from './stretch-bar.tsx'
import './choose-transcript.css'

/** Which transcript to code: all released ones, with where they are coded. */
export function ChooseTranscript() {
  const { study } = studyRoute.useParams()
  const t = useWords(messages)
  const navigate = useNavigate()
  const { data, error, refetch } = useAsk(
    listTranscripts,
    { params: { study } },
    { live: ['transcript'] },
  )
  const strips = useAsk(codingStrips, { params: { study } }, { live: ['coding', 'code'] })
  const byTranscript = new Map(
    (strips.data?.strips ?? []).map((strip) => [strip.transcript, strip]),
  )
  const released = (data?.transcripts ?? []).filter(({ stage }) => stage === 'released')
  return (
    <Page
      title={t('coding.choose.title')}
      lede={t('coding.choose.lede')}
      actions={
        <>
          <ButtonLink href={`/studies/${study}/codes`}>{t('coding.choose.codes')}</ButtonLink>
          <ButtonLink href={`/studies/${study}/quotes`}>{t('coding.choose.quotes')}</ButtonLink>
        </>
      }
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && released.length === 0 && (
        <EmptyState
          title={t('coding.choose.empty')}
          action={
            <ButtonLink tone="primary" href={`/studies/${study}/transcribe`}>
              {t('coding.choose.import')}
            </ButtonLink>
          }
        >
          {t('coding.choose.emptyText')}
        </EmptyState>
      )}
      {released.length > 0 && (
        <Table
          label={t('coding.choose.table')}
          items={released}
          onOpen={(id) =>
            void navigate({
              to: '/studies/$study/code/$transcript',
              params: { study, transcript: id },
            })
          }
          columns={[
            {
              id: 'title',
              header: t('coding.choose.transcript'),
              sortBy: ({ title }) => title,
              cell: ({ id, title }) => (
                <Link to="/studies/$study/code/$transcript" params={{ study, transcript: id }}>
                  {title}
                </Link>
              ),
            },
            {
              id: 'participant',
              header: t('coding.choose.participant'),
              sortBy: ({ participant }) => participant?.label ?? null,
              cell: ({ participant }) =>
                participant && (
                  <span className="coding-choose-who">
                    {[
                      participant.label,
                      participant.site,
                      participant.year && t('coding.meta.year', { year: participant.year }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                ),
            },
            {
              id: 'words',
              header: t('coding.choose.words'),
              align: 'end',
              sortBy: ({ words }) => words,
              cell: ({ words }) => words.toLocaleString(),
            },
            {
              id: 'codings',
              header: t('coding.choose.codings'),
              align: 'end',
              sortBy: ({ id }) => byTranscript.get(id)?.codings ?? 0,
              cell: ({ id }) => byTranscript.get(id)?.codings ?? 0,
            },
            {
              id: 'strip',
              header: t('coding.choose.strip'),
              cell: ({ id, length }) => (
                <StretchBar length={length} stretches={byTranscript.get(id)?.stretches ?? []} />
              ),
            },
          ]}
        />
      )}
    </Page>
  )
}
