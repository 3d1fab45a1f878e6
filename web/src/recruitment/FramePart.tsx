import { moveSignUps } from '@throughline/contract/recruitment'
import { type FrameCell, getFrame, proposeNext, setCell } from '@throughline/contract/sampling'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import {
  Badge,
  Button,
  Card,
  EmptyState,
  ErrorNotice,
  Modal,
  Skeleton,
  TextField,
  VisuallyHidden,
} from '../design/index.ts'
import { act, useMay } from '../study/study-data.ts'
import { messages } from './messages.ts'

/** Who is wanted and who is there, cell by cell; and whom to ask next. */
export function FramePart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useAsk(
    getFrame,
    { params: { study } },
    { live: ['sign-up', 'protocol', 'site', 'participant'] },
  )
  const may = useMay(study)
  const [opened, setOpened] = useState<FrameCell | null>(null)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={6} />
  const { sites, columns, cells, isProtected } = data
  if (cells.length === 0)
    return (
      <EmptyState title={t('recruitment.frame.empty.title')}>
        {t('recruitment.frame.empty')}
      </EmptyState>
    )
  return (
    <div className="recruitment-frame-page">
      {isProtected && <p className="recruitment-faint">{t('recruitment.frame.protected')}</p>}
      <div className="recruitment-scroll">
        <table className="recruitment-frame">
          <caption className="VisuallyHidden">{t('recruitment.frame.label')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('recruitment.frame.site')}</th>
              {columns.map(({ id, label }) => (
                <th key={id} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sites.map((site) => (
              <tr key={site.id}>
                <th scope="row">
                  {site.name}
                  {!site.recruits && (
                    <Badge tone="warn">{t('recruitment.frame.notApproved')}</Badge>
                  )}
                </th>
                {columns.map(({ id }) => (
                  <Cell
                    key={id}
                    site={site.name}
                    cell={cells.find((one) => one.site === site.id && one.column === id)}
                    onOpen={may('change the frame') ? setOpened : null}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="recruitment-key" aria-hidden="true">
        <span data-cell="filled">{t('recruitment.frame.key.filled')}</span>
        <span data-cell="promised">{t('recruitment.frame.key.promised')}</span>
        <span data-cell="vacant">{t('recruitment.frame.key.vacant')}</span>
      </div>
      {may('recruit') && <NextCard study={study} />}
      <Modal
        size="small"
        isOpen={opened !== null}
        onOpenChange={(open) => !open && setOpened(null)}
        title={
          opened
            ? t('recruitment.frame.change', {
                site: sites.find(({ id }) => id === opened.site)?.name ?? '',
                column: opened.label,
              })
            : ''
        }
      >
        {opened && <CellForm study={study} cell={opened} onEnd={() => setOpened(null)} />}
      </Modal>
    </div>
  )
}

function Cell({
  site,
  cell,
  onOpen,
}: {
  site: string
  cell: FrameCell | undefined
  onOpen: ((cell: FrameCell) => void) | null
}) {
  const t = useWords(messages)
  if (!cell)
    return (
      <td data-cell="outside">
        <VisuallyHidden>{t('recruitment.frame.outside')}</VisuallyHidden>
      </td>
    )
  const { filled, promised, open, least, most } = cell
  const state = filled > 0 ? 'filled' : promised > 0 ? 'promised' : 'vacant'
  const label = t('recruitment.frame.cell', {
    site,
    column: cell.label,
    filled,
    promised,
    open,
    least,
    most: most ?? t('recruitment.frame.noLimit'),
  })
  const words = (
    <>
      <b>
        {state === 'vacant'
          ? t('recruitment.frame.vacant')
          : state === 'promised'
            ? `${promised} ${t('recruitment.frame.promised')}`
            : promised > 0
              ? `${filled} + ${promised}`
              : filled}
      </b>
      {open > 0 && <small>{t('recruitment.frame.open', { count: open })}</small>}
    </>
  )
  return (
    <td data-cell={state}>
      {onOpen ? (
        <button type="button" aria-label={label} title={label} onClick={() => onOpen(cell)}>
          {words}
        </button>
      ) : (
        <span title={label}>{words}</span>
      )}
    </td>
  )
}

function CellForm({ study, cell, onEnd }: { study: string; cell: FrameCell; onEnd: () => void }) {
  const t = useWords(messages)
  const [least, setLeast] = useState(String(cell.least))
  const [most, setMost] = useState(cell.most === null ? '' : String(cell.most))
  const whole = (text: string) => /^\d{1,3}$/.test(text.trim())
  const isRight = whole(least) && (most === '' || (whole(most) && Number(most) >= Number(least)))
  const change = (target: { least: number; most: number | null } | null) => {
    act(setCell, {
      study,
      body: { site: cell.site, column: cell.column, target },
      describe: t('recruitment.frame.changed'),
    })
    onEnd()
  }
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (isRight) change({ least: Number(least), most: most === '' ? null : Number(most) })
      }}
    >
      <div className="study-form-pair">
        <TextField
          label={t('recruitment.frame.least')}
          inputMode="numeric"
          value={least}
          onChange={setLeast}
        />
        <TextField
          label={t('recruitment.frame.most')}
          hint={t('recruitment.frame.most.hint')}
          inputMode="numeric"
          value={most}
          onChange={setMost}
        />
      </div>
      <footer className="study-form-foot">
        <Button className="study-form-first" onPress={() => change(null)}>
          {t('recruitment.frame.general')}
        </Button>
        <Button tone="primary" type="submit" isDisabled={!isRight}>
          {t('recruitment.save')}
        </Button>
      </footer>
    </form>
  )
}

/** A proposal with its reasons; a person decides, and what was proposed is kept with the decision. */
function NextCard({ study }: { study: string }) {
  const t = useWords(messages)
  const [seed, setSeed] = useState(1)
  const { data, error, refetch } = useAsk(
    proposeNext,
    { params: { study }, search: { seed } },
    { live: ['sign-up', 'protocol'], keep: true },
  )
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={3} />
  return (
    <Card title={t('recruitment.next')}>
      <p className="recruitment-faint">{t('recruitment.next.lede')}</p>
      {data.order.length === 0 && <p>{t('recruitment.next.none')}</p>}
      <ol className="recruitment-next">
        {data.order.map(({ signUp, name, reasons, byDraw }, index) => (
          <li key={signUp}>
            <div>
              <Link
                to="/studies/$study/recruit"
                params={{ study }}
                search={{ part: 'people', person: signUp }}
              >
                {name ?? t('recruitment.people.erased')}
              </Link>
              {reasons.map((reason) => (
                <p key={reason}>{reason}</p>
              ))}
              {reasons.length === 0 && <p>{t('recruitment.next.other')}</p>}
              {byDraw && <p>{t('recruitment.next.byDraw', { seed: data.seed })}</p>}
            </div>
            <Button
              size="small"
              onPress={() =>
                act(moveSignUps, {
                  study,
                  body: {
                    signUps: [signUp],
                    to: 'selected',
                    proposal: { seed: data.seed, inputHash: data.inputHash, place: index + 1 },
                  },
                  describe: t('recruitment.next.selected', { name: name ?? '' }),
                })
              }
            >
              {t('recruitment.next.select')}
            </Button>
          </li>
        ))}
      </ol>
      {data.full > 0 && (
        <p className="recruitment-faint">{t('recruitment.next.full', { count: data.full })}</p>
      )}
      {data.order.some(({ byDraw }) => byDraw) && (
        <Button size="small" onPress={() => setSeed(seed + 1)}>
          {t('recruitment.next.again')}
        </Button>
      )}
    </Card>
  )
}
