import { useNavigate } from '@tanstack/react-router'
import { studyRoute } from '../../app/roots.tsx'
import { useWords } from '../../app/words.tsx'
import { Page, Tab, TabList, TabPanel, Tabs } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { settingsParts, settingsRoute } from '../routes.tsx'
import { AboutPart } from './AboutPart.tsx'
import { AttributesPart } from './AttributesPart.tsx'
import { PermissionsPart } from './PermissionsPart.tsx'
import { SitesPart } from './SitesPart.tsx'
import { TeamPart } from './TeamPart.tsx'
import './settings.css'

export function SettingsPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const { part = 'study' } = settingsRoute.useSearch()
  const navigate = useNavigate()
  return (
    <Page title={t('study.settings.title')}>
      <Tabs
        selectedKey={part}
        onSelectionChange={(key) => {
          const chosen = settingsParts.find((one) => one === key)
          void navigate({
            to: '/studies/$study/settings',
            params: { study },
            search: { part: chosen },
            replace: true,
          })
        }}
      >
        <TabList aria-label={t('study.settings.parts')}>
          {settingsParts.map((one) => (
            <Tab key={one} id={one}>
              {t(`study.settings.${one}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="study">
          <AboutPart study={study} />
        </TabPanel>
        <TabPanel id="sites">
          <SitesPart study={study} />
        </TabPanel>
        <TabPanel id="team">
          <TeamPart study={study} />
        </TabPanel>
        <TabPanel id="permissions">
          <PermissionsPart study={study} />
        </TabPanel>
        <TabPanel id="attributes">
          <AttributesPart study={study} />
        </TabPanel>
      </Tabs>
    </Page>
  )
}
