import type { Balance } from '@throughline/contract/reporting'
import { language, useWords } from '../app/words.tsx'
import { Card } from '../design/index.ts'
import { messages } from './messages.ts'

/** One voice is named when it gives a quarter of the quotes or more, and there are enough to speak of shares. */
const large = { share: 0.25, of: 10 }

/** How many quotes each participant has, as a table with bars, and who has none. */
export function BalanceCard({ balance }: { balance: Balance }) {
  const t = useWords(messages)
  const percent = new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: 0 })
  const quoted = balance.rows.filter(({ quotes }) => quotes > 0)
  const most = Math.max(1, ...quoted.map(({ quotes }) => quotes))
  const largest =
    balance.quotes >= large.of ? quoted.find(({ share }) => share >= large.share) : undefined
  const silent = balance.rows
    .filter(({ quotes }) => quotes === 0)
    .map(({ label, consent }) =>
      consent === 'yes'
        ? label
        : t(consent === 'no' ? 'report.balance.refused' : 'report.balance.unrecorded', {
            who: label,
          }),
    )
  return (
    <Card title={t('report.balance')}>
      <p className="report-balance-sentence">
        {t('report.balance.sentence', {
          quotes: balance.quotes,
          quoted: balance.quoted,
          of: balance.of,
        })}
      </p>
      {largest && (
        <p className="report-hint">
          {t('report.balance.most', { who: largest.label, share: percent.format(largest.share) })}
        </p>
      )}
      {quoted.length > 0 && (
        <table className="report-balance">
          <thead>
            <tr>
              <th scope="col">{t('report.balance.participant')}</th>
              <th scope="col">{t('report.balance.quotes')}</th>
              <th scope="col">{t('report.balance.share')}</th>
            </tr>
          </thead>
          <tbody>
            {quoted.map(({ participant, label, quotes, share }) => (
              <tr key={participant}>
                <th scope="row">{label}</th>
                <td>
                  <span className="report-bar">
                    <span style={{ width: `${(100 * quotes) / most}%` }} />
                  </span>
                  {quotes}
                </td>
                <td>{percent.format(share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {silent.length > 0 && (
        <p className="report-silent">
          <b>{t('report.balance.silent')}</b> {silent.join(', ')}
        </p>
      )}
    </Card>
  )
}
