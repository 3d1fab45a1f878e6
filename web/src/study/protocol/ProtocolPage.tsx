import { useNavigate } from '@tanstack/react-router'
import { studyRoute } from '../../app/roots.tsx'
import { useWords } from '../../app/words.tsx'
import { Page, Tab, TabList, TabPanel, Tabs } from '../../design/index.ts'
import { protocolParts, protocolRoute } from '../routes.tsx'
import { ApprovalsPart } from './ApprovalsPart.tsx'
import { ContactsPart } from './ContactsPart.tsx'
import { DocumentsPart } from './DocumentsPart.tsx'
import { GlossaryPart } from './GlossaryPart.tsx'
import { messages } from './messages.ts'
import { OpeningPart } from './OpeningPart.tsx'
import { TeamPart } from './TeamPart.tsx'
import '../forms.css'
import '../settings/settings.css'
import './protocol.css'

const parts = {
  opening: OpeningPart,
  documents: DocumentsPart,
  approvals: ApprovalsPart,
  contacts: ContactsPart,
  glossary: GlossaryPart,
  team: TeamPart,
} as const

/** How the study is run, what it promises, and who stands in for it. */
export function ProtocolPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const { part = 'opening' } = protocolRoute.useSearch()
  const navigate = useNavigate()
  return (
    <Page title={t('protocol.title')} lede={t('protocol.lede')}>
      <Tabs
        selectedKey={part}
        onSelectionChange={(key) => {
          const chosen = protocolParts.find((one) => one === key)
          void navigate({
            to: '/studies/$study/protocol',
            params: { study },
            search: { part: chosen },
            replace: true,
          })
        }}
      >
        <TabList aria-label={t('protocol.parts')}>
          {protocolParts.map((one) => (
            <Tab key={one} id={one}>
              {t(`protocol.part.${one}`)}
            </Tab>
          ))}
        </TabList>
        {protocolParts.map((one) => {
          const Part = parts[one]
          return (
            <TabPanel key={one} id={one}>
              <Part study={study} />
            </TabPanel>
          )
        })}
      </Tabs>
    </Page>
  )
}
