import { listPermissions } from '@throughline/contract/study'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import { ErrorNotice, Icon, Skeleton, VisuallyHidden } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { useStudy } from '../study-data.ts'

/** The table of what each role may do, as it stands in the server's rules. */
export function PermissionsPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useAsk(listPermissions, { params: { study } })
  const mine = useStudy(study).data?.role
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={10} />
  return (
    <div className="study-settings study-settings-wide">
      <p className="study-settings-lede">{t('study.permissions.lede')}</p>
      <div
        className="study-permissions-frame"
        // Reached by keys, so that they can scroll it where it is wider than the screen.
        tabIndex={0}
        role="region"
        aria-label={t('study.settings.permissions')}
      >
        <table className="study-permissions">
          <thead>
            <tr>
              <th scope="col">{t('study.permissions.action')}</th>
              {data.roles.map((role) => (
                <th key={role} scope="col" data-mine={role === mine || undefined}>
                  {t(`study.role.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.actions.map(({ action, roles }) => (
              <tr key={action}>
                <th scope="row">{action}</th>
                {data.roles.map((role) => {
                  const may = roles.includes(role)
                  return (
                    <td key={role} data-mine={role === mine || undefined}>
                      {may && <Icon name="check" />}
                      <VisuallyHidden>
                        {t(may ? 'study.permissions.yes' : 'study.permissions.no', {
                          role: t(`study.role.${role}`),
                          action,
                        })}
                      </VisuallyHidden>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
