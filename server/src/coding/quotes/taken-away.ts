import type { Code, Quote, QuoteGrouping } from '@throughline/contract/coding'
import { codeNames } from '../rules.ts'

/** Quotes as a file holds them: a title, a sentence on what is in it, and groups in the order asked for. */
export interface TakenAway {
  title: string
  summary: string
  groups: { name: string | null; quotes: { text: string; attribution: string }[] }[]
}

/** Lays quotes out for reading: under the headings they are grouped by, each with who said it, where and coded by whom. */
export function takeAway({
  title,
  by,
  quotes,
  withheld,
  codes,
  people,
}: {
  title: string
  by: QuoteGrouping
  quotes: readonly Quote[]
  /** How many were left out for want of consent. */
  withheld: number
  codes: readonly Code[]
  /** Names of coders by account. */
  people: ReadonlyMap<string, string>
}): TakenAway {
  const codeName = codeNames(codes)
  const speakers = new Set(quotes.flatMap(({ participant }) => participant?.id ?? []))
  const nameOf = ({ code, coder, participant }: Quote) =>
    ({
      code: codeName(code),
      participant: participant?.label ?? 'no participant',
      site: participant?.site ?? 'no site',
      year: participant?.year ? `year ${participant.year}` : 'no year',
      coder: people.get(coder) ?? 'no longer in the team',
      nothing: null,
    })[by]
  return {
    title,
    summary:
      `${counted(quotes.length, 'quote', 'quotes')} from ${counted(speakers.size, 'person', 'people')}.` +
      (withheld > 0 ? ` ${withheld} more left out: no consent to be quoted is recorded.` : ''),
    groups: [...Map.groupBy(quotes, ({ group }) => group).values()].map((own) => ({
      name: own[0] ? nameOf(own[0]) : null,
      quotes: own.map((quote) => ({
        text: quote.text,
        attribution: [
          by === 'code' ? null : codeName(quote.code),
          ...attribution(quote),
          people.has(quote.coder) ? `coded by ${people.get(quote.coder)}` : null,
        ]
          .filter(Boolean)
          .join(' · '),
      })),
    })),
  }
}

/** `P012 · Site B · year 3 · 05:05` */
function attribution({ participant, title, startsAt }: Quote): (string | null)[] {
  return [
    participant?.label ?? title,
    participant?.site ?? null,
    participant?.year ? `year ${participant.year}` : null,
    startsAt === null ? null : clock(startsAt),
  ]
}

function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return (parts[0] === 0 ? parts.slice(1) : parts)
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
