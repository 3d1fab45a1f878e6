import { Button, Icon, Menu, MenuItem, MenuSection, MenuTrigger } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { useWords } from '../words.tsx'
import { useMyStudies } from './shell-data.ts'

/** The study's name; behind it its pages that are not on the rail, and my other studies. */
export function StudyMenu({ study }: { study: string | null }) {
  const t = useWords(messages)
  const { studies, isPending } = useMyStudies()
  const current = studies.find((one) => one.id === study)
  const others = studies.filter((one) => one.id !== study)
  const place = `/studies/${study ?? ''}`
  return (
    <MenuTrigger>
      <Button tone="plain" className="shell-study">
        <span className="shell-study-title">
          {current?.title ?? (isPending ? '' : t('app.studies.none'))}
        </span>
        <Icon name="down" />
      </Button>
      <Menu>
        {study !== null && (
          <MenuSection>
            <MenuItem href={place}>{t('app.study.home')}</MenuItem>
            <MenuItem href={`${place}/participants`}>{t('app.study.participants')}</MenuItem>
            <MenuItem href={`${place}/protocol`}>{t('app.study.protocol')}</MenuItem>
            <MenuItem href={`${place}/codes`}>{t('app.study.codes')}</MenuItem>
            <MenuItem href={`${place}/quotes`}>{t('app.study.quotes')}</MenuItem>
            <MenuItem href={`${place}/settings`}>{t('app.study.settings')}</MenuItem>
            <MenuItem href={`${place}/audit`}>{t('app.study.audit')}</MenuItem>
          </MenuSection>
        )}
        {others.length > 0 && (
          <MenuSection title={t('app.studies.switch')}>
            {others.slice(0, 8).map((one) => (
              <MenuItem key={one.id} href={`/studies/${one.id}`}>
                {one.title}
              </MenuItem>
            ))}
          </MenuSection>
        )}
        <MenuItem href="/">{t('app.studies.all')}</MenuItem>
      </Menu>
    </MenuTrigger>
  )
}
