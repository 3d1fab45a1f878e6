import * as contract from '@throughline/contract/reporting'
import type { Report, ReportQuote, ReportTheme } from '@throughline/contract/reporting'
import type { QuoteEdit } from '@throughline/text'
import { useMemo } from 'react'
import { uuidv7 } from 'uuidv7'
import { outbox, usePendingCommands } from '../app/outbox/index.ts'
import { refresh, useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import { act } from '../study/study-data.ts'
import { withoutQuote, withQuoteBefore } from './draft.ts'
import { messages } from './messages.ts'

const live = ['report', 'theme', 'code', 'coding', 'participant', 'transcript', 'site'] as const

/** An acknowledged step waits until the draft is read again, so that it is never gone for a moment. */
const readAgain = ({ study }: { study: string }) =>
  refresh(contract.getReport, { params: { study } })
outbox.whenAcknowledged(contract.changeReport, readAgain)
outbox.whenAcknowledged(contract.writeSection, readAgain)
outbox.whenAcknowledged(contract.chooseQuote, readAgain)
outbox.whenAcknowledged(contract.takeQuoteOut, readAgain)
outbox.whenAcknowledged(contract.moveQuote, readAgain)
outbox.whenAcknowledged(contract.shortenQuote, readAgain)

/** The draft: what the server holds, with quotes that were moved or taken out here, waiting or not. */
export function useReport(study: string) {
  const answer = useAsk(contract.getReport, { params: { study } }, { live })
  const out = usePendingCommands(study, contract.takeQuoteOut)
  const moved = usePendingCommands(study, contract.moveQuote)
  const written = usePendingCommands(study, contract.writeSection)
  const headed = usePendingCommands(study, contract.changeReport)
  const kept = answer.data
  const report = useMemo(() => {
    if (!kept) return undefined
    const texts = new Map(written.map(({ body }) => [body.theme, body.text]))
    let draft: Report = {
      ...kept,
      themes: kept.themes.map((theme) => ({ ...theme, text: texts.get(theme.id) ?? theme.text })),
    }
    for (const { body } of headed)
      draft = {
        ...draft,
        title: body.title ?? draft.title,
        introduction: body.introduction ?? draft.introduction,
        showsSite: body.showsSite ?? draft.showsSite,
        showsYear: body.showsYear ?? draft.showsYear,
      }
    for (const { body } of moved) draft = withQuoteBefore(draft, body.id, body.before)
    for (const { body } of out) draft = withoutQuote(draft, body.id)
    return draft
  }, [kept, out, moved, written, headed])
  return { ...answer, report }
}

/** Codings that were chosen here for a theme and are not in the server's answer yet. */
export function useWaitingChoices(study: string, theme: string): ReadonlyMap<string, string> {
  const chosen = usePendingCommands(study, contract.chooseQuote)
  return useMemo(
    () =>
      new Map(
        chosen.filter(({ body }) => body.theme === theme).map(({ body }) => [body.coding, body.id]),
      ),
    [chosen, theme],
  )
}

export type ReportSteps = ReturnType<typeof useReportSteps>

/** What one can do with the report; each step can be undone, and says so. */
export function useReportSteps(study: string) {
  const t = useWords(messages)
  const whoOf = (quote: ReportQuote) => quote.attribution?.participant ?? t('report.quote.nobody')
  return {
    whoOf,
    title: (title: string) =>
      act(contract.changeReport, { study, body: { title }, describe: t('report.did.title') }),
    introduce: (introduction: string) =>
      act(contract.changeReport, {
        study,
        body: { introduction },
        describe: t('report.did.introduction'),
      }),
    attribute: (shows: { showsSite?: boolean; showsYear?: boolean }) =>
      act(contract.changeReport, { study, body: shows, describe: t('report.did.attribution') }),
    write: (theme: ReportTheme, text: string) =>
      act(contract.writeSection, {
        study,
        body: { theme: theme.id, text },
        describe: t('report.did.text', { theme: theme.name }),
      }),
    choose: (theme: ReportTheme, coding: string, who: string) =>
      act(contract.chooseQuote, {
        study,
        body: { id: uuidv7(), theme: theme.id, coding },
        describe: t('report.did.choose', { who, theme: theme.name }),
      }),
    takeOut: (theme: ReportTheme, id: string, who: string) =>
      act(contract.takeQuoteOut, {
        study,
        body: { id },
        describe: t('report.did.out', { who, theme: theme.name }),
      }),
    move: (theme: ReportTheme, quote: ReportQuote, before: string | null) =>
      act(contract.moveQuote, {
        study,
        body: { id: quote.id, before },
        describe: t('report.did.move', { who: whoOf(quote), theme: theme.name }),
      }),
    shorten: (quote: ReportQuote, edits: readonly QuoteEdit[]) =>
      act(contract.shortenQuote, {
        study,
        body: { id: quote.id, edits: [...edits] },
        describe: t('report.did.shorten', { who: whoOf(quote) }),
      }),
  }
}
