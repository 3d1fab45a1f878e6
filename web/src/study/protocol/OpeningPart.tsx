import {
  changeProtocol,
  closeRecruitment,
  openRecruitment,
  type Protocol,
  type StudyProtocol,
} from '@throughline/contract/protocol'
import { useState } from 'react'
import { outbox } from '../../app/outbox/index.ts'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  ButtonLink,
  Card,
  ErrorNotice,
  Select,
  Skeleton,
  TextArea,
  TextField,
} from '../../design/index.ts'
import { act, useMay } from '../study-data.ts'
import { messages } from './messages.ts'
import { dayOf, useProtocol } from './protocol-data.ts'

/** Whether the study is open, what is missing, and how it is run. */
export function OpeningPart({ study }: { study: string }) {
  const { data, error, refetch } = useProtocol(study)
  const may = useMay(study)('change the protocol')
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={6} />
  return (
    <div className="study-settings">
      <Opening study={study} protocol={data} may={may} />
      <RunForm key={JSON.stringify(runOf(data))} study={study} protocol={data} isReadOnly={!may} />
    </div>
  )
}

function Opening({
  study,
  protocol: { openedAt, closedAt, missing },
  may,
}: {
  study: string
  protocol: StudyProtocol
  may: boolean
}) {
  const t = useWords(messages)
  const isOpen = openedAt !== null && closedAt === null
  return (
    <Card
      title={t(
        isOpen
          ? 'protocol.opening.open'
          : openedAt === null
            ? 'protocol.opening.not'
            : 'protocol.opening.closed',
      )}
    >
      {missing.length > 0 && (
        <>
          <p className="study-faint">{t('protocol.opening.missing')}</p>
          <ul className="protocol-missing">
            {missing.map(({ id, sentence, page }) => (
              <li key={id}>
                <span>{sentence}</span>
                <ButtonLink tone="plain" size="small" href={`/studies/${study}/${page}`}>
                  {t('protocol.opening.look')}
                </ButtonLink>
              </li>
            ))}
          </ul>
        </>
      )}
      {may && (
        <p className="protocol-buttons">
          {isOpen ? (
            <Button
              onPress={() =>
                outbox.enqueue({
                  command: closeRecruitment,
                  study,
                  body: {},
                  describe: t('protocol.opening.closedNow'),
                })
              }
            >
              {t('protocol.opening.close')}
            </Button>
          ) : (
            <Button
              tone="primary"
              isDisabled={missing.length > 0}
              onPress={() =>
                outbox.enqueue({
                  command: openRecruitment,
                  study,
                  body: {},
                  describe: t('protocol.opening.opened'),
                })
              }
            >
              {t(openedAt === null ? 'protocol.opening.do' : 'protocol.opening.again')}
            </Button>
          )}
        </p>
      )}
    </Card>
  )
}

const axes = ['year', 'programme', 'none'] as const

function runOf(protocol: Protocol) {
  return {
    windowFrom: protocol.windowFrom ?? '',
    windowUntil: protocol.windowUntil ?? '',
    population: protocol.population === null ? '' : String(protocol.population),
    populationOf: protocol.populationOf,
    populationAsOf: protocol.populationAsOf ?? '',
    frameAxis: protocol.frameAxis,
    cellLeast: String(protocol.cellLeast),
    cellMost: protocol.cellMost === null ? '' : String(protocol.cellMost),
    sessionMinutes: String(protocol.sessionMinutes),
    voucher: (protocol.voucherAmount / 100).toFixed(2),
    voucherCurrency: protocol.voucherCurrency,
    withdrawalDays: String(protocol.withdrawalDays),
    publicInvolvement: protocol.publicInvolvement,
  }
}

const whole = (text: string) => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : null)
const amount = (text: string) =>
  /^\d{1,4}([.,]\d{1,2})?$/.test(text.trim())
    ? Math.round(Number(text.trim().replace(',', '.')) * 100)
    : null
const dayOrNull = (text: string) => (text === '' ? null : text)

function RunForm({
  study,
  protocol,
  isReadOnly,
}: {
  study: string
  protocol: StudyProtocol
  isReadOnly: boolean
}) {
  const t = useWords(messages)
  const before = runOf(protocol)
  const [run, setRun] = useState(before)
  const change = (part: Partial<typeof run>) => setRun({ ...run, ...part })
  const numbers = {
    cellLeast: whole(run.cellLeast),
    sessionMinutes: whole(run.sessionMinutes),
    withdrawalDays: whole(run.withdrawalDays),
    voucherAmount: amount(run.voucher),
  }
  const { cellLeast, sessionMinutes, withdrawalDays, voucherAmount } = numbers
  const isRight = Object.values(numbers).every((number) => number !== null)
  const isChanged = JSON.stringify(run) !== JSON.stringify(before)
  const number = (text: string) => (whole(text) === null ? t('protocol.notNumber') : undefined)

  function save() {
    if (cellLeast === null || sessionMinutes === null || withdrawalDays === null) return
    if (voucherAmount === null) return
    act(changeProtocol, {
      study,
      body: {
        windowFrom: dayOrNull(run.windowFrom),
        windowUntil: dayOrNull(run.windowUntil),
        population: whole(run.population),
        populationOf: run.populationOf,
        populationAsOf: dayOrNull(run.populationAsOf),
        frameAxis: run.frameAxis,
        cellLeast,
        cellMost: whole(run.cellMost),
        sessionMinutes,
        voucherAmount,
        voucherCurrency: run.voucherCurrency,
        withdrawalDays,
        publicInvolvement: run.publicInvolvement,
      },
      describe: t('protocol.saved'),
    })
  }

  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (isRight && isChanged) save()
      }}
    >
      <h2>{t('protocol.run')}</h2>
      {protocol.population !== null && protocol.populationAsOf !== null && (
        <p className="study-faint">
          {t('protocol.coverage', {
            sites: protocol.coverage.sites,
            population: protocol.population,
            of: protocol.populationOf,
            date: dayOf(protocol.populationAsOf),
          })}
        </p>
      )}
      <div className="study-form-pair">
        <TextField
          type="date"
          label={t('protocol.windowFrom')}
          value={run.windowFrom}
          isReadOnly={isReadOnly}
          onChange={(windowFrom) => change({ windowFrom })}
        />
        <TextField
          type="date"
          label={t('protocol.windowUntil')}
          value={run.windowUntil}
          isReadOnly={isReadOnly}
          onChange={(windowUntil) => change({ windowUntil })}
        />
        <TextField
          label={t('protocol.population')}
          inputMode="numeric"
          value={run.population}
          error={run.population === '' ? undefined : number(run.population)}
          isReadOnly={isReadOnly}
          onChange={(population) => change({ population })}
        />
        <TextField
          type="date"
          label={t('protocol.populationAsOf')}
          value={run.populationAsOf}
          isReadOnly={isReadOnly}
          onChange={(populationAsOf) => change({ populationAsOf })}
        />
      </div>
      <TextField
        label={t('protocol.populationOf')}
        hint={t('protocol.populationOf.hint')}
        value={run.populationOf}
        maxLength={200}
        isReadOnly={isReadOnly}
        onChange={(populationOf) => change({ populationOf })}
      />
      <div className="study-form-pair">
        <Select
          label={t('protocol.frameAxis')}
          isDisabled={isReadOnly}
          choices={axes.map((axis) => ({ id: axis, label: t(`protocol.frameAxis.${axis}`) }))}
          value={run.frameAxis}
          onChange={(frameAxis) => change({ frameAxis })}
        />
        <TextField
          label={t('protocol.minutes')}
          inputMode="numeric"
          value={run.sessionMinutes}
          error={number(run.sessionMinutes)}
          isReadOnly={isReadOnly}
          onChange={(minutes) => change({ sessionMinutes: minutes })}
        />
        <TextField
          label={t('protocol.cellLeast')}
          inputMode="numeric"
          value={run.cellLeast}
          error={number(run.cellLeast)}
          isReadOnly={isReadOnly}
          onChange={(least) => change({ cellLeast: least })}
        />
        <TextField
          label={t('protocol.cellMost')}
          hint={t('protocol.cellMost.hint')}
          inputMode="numeric"
          value={run.cellMost}
          error={run.cellMost === '' ? undefined : number(run.cellMost)}
          isReadOnly={isReadOnly}
          onChange={(cellMost) => change({ cellMost })}
        />
        <TextField
          label={t('protocol.voucher')}
          inputMode="decimal"
          value={run.voucher}
          error={voucherAmount === null ? t('protocol.notAmount') : undefined}
          isReadOnly={isReadOnly}
          onChange={(voucher) => change({ voucher })}
        />
        <Select
          label={t('protocol.currency')}
          isDisabled={isReadOnly}
          choices={['GBP', 'EUR', 'USD'].map((id) => ({ id, label: id }))}
          value={run.voucherCurrency}
          onChange={(voucherCurrency) => change({ voucherCurrency })}
        />
      </div>
      <TextField
        label={t('protocol.withdrawalDays')}
        inputMode="numeric"
        value={run.withdrawalDays}
        error={number(run.withdrawalDays)}
        isReadOnly={isReadOnly}
        onChange={(days) => change({ withdrawalDays: days })}
      />
      <TextArea
        label={t('protocol.publicInvolvement')}
        value={run.publicInvolvement}
        rows={2}
        maxLength={5_000}
        isReadOnly={isReadOnly}
        onChange={(publicInvolvement) => change({ publicInvolvement })}
      />
      {isReadOnly ? (
        <p className="study-faint">{t('protocol.readOnly')}</p>
      ) : (
        <footer className="study-form-foot">
          <Button tone="primary" type="submit" isDisabled={!isChanged || !isRight}>
            {t('protocol.save')}
          </Button>
        </footer>
      )}
    </form>
  )
}
