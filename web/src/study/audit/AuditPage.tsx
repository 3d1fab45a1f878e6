import { listAudit } from '@throughline/contract/platform'
import { listMembers } from '@throughline/contract/study'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ask } from '../../app/client.ts'
import { useAsk } from '../../app/queries.ts'
import { studyRoute } from '../../app/roots.tsx'
import { language, Phrase, useWords } from '../../app/words.tsx'
import { Button, EmptyState, ErrorNotice, Loading, Page, Table } from '../../design/index.ts'
import { messages } from './messages.ts'
import './audit.css'

const pageSize = 100
/** Before which entry to begin: after all there can be. */
const newest = Number.MAX_SAFE_INTEGER

/** Who did what in this study, and whether it is sealed. */
export function AuditPage() {
  const { study } = studyRoute.useParams()
  const t = useWords(messages)
  const team = useAsk(listMembers, { params: { study } })
  const trail = useInfiniteQuery({
    queryKey: ['audit pages', { study }],
    initialPageParam: newest,
    queryFn: ({ pageParam, signal }) =>
      ask(
        listAudit,
        {
          params: { study },
          search: { limit: pageSize, before: pageParam },
        },
        { signal },
      ),
    getNextPageParam: ({ entries }) => (entries.length < pageSize ? undefined : entries.at(-1)?.id),
  })
  const names = new Map((team.data?.members ?? []).map(({ account, name }) => [account, name]))
  const items = (trail.data?.pages ?? []).flatMap(({ entries }) =>
    entries.map((entry) => ({ ...entry, id: String(entry.id) })),
  )
  return (
    <Page title={t('audit.title')} lede={t('audit.lede')}>
      {trail.error && <ErrorNotice error={trail.error} onRetry={() => void trail.refetch()} />}
      {trail.isPending && <Loading />}
      {trail.data && (
        <>
          <p>
            <Phrase of={messages} id="audit.verify" components={[<code key="command" />]} />
          </p>
          <Table
            label={t('audit.table')}
            className="study-audit"
            items={items}
            empty={<EmptyState title={t('audit.empty')} />}
            columns={[
              {
                id: 'at',
                header: t('audit.when'),
                isRowHeader: true,
                cell: ({ at }) => <time dateTime={at}>{moment(at)}</time>,
              },
              {
                id: 'who',
                header: t('audit.who'),
                cell: ({ account }) => names.get(account ?? '') ?? t('audit.somebody'),
              },
              {
                id: 'action',
                header: t('audit.action'),
                cell: ({ action }) => action.replaceAll('-', ' '),
              },
              { id: 'subject', header: t('audit.subject'), cell: ({ subjectKind }) => subjectKind },
              {
                id: 'sealed',
                header: t('audit.sealed'),
                cell: ({ sealed }) => t(sealed ? 'audit.yes' : 'audit.no'),
              },
            ]}
          />
          {trail.hasNextPage && (
            <Button onPress={() => void trail.fetchNextPage()} isPending={trail.isFetchingNextPage}>
              {t('audit.older')}
            </Button>
          )}
        </>
      )}
    </Page>
  )
}

function moment(at: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(at),
  )
}
