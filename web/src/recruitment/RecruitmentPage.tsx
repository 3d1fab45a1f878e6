import { getProtocol } from '@throughline/contract/protocol'
import { useNavigate } from '@tanstack/react-router'
import { useAsk } from '../app/queries.ts'
import { studyRoute } from '../app/roots.tsx'
import { useWords } from '../app/words.tsx'
import {
  EmptyState,
  Loading,
  Page,
  RouteButton,
  Tab,
  TabList,
  TabPanel,
  Tabs,
} from '../design/index.ts'
import { useMay } from '../study/study-data.ts'
import { ChannelsPart } from './ChannelsPart.tsx'
import { FramePart } from './FramePart.tsx'
import { FunnelPart } from './FunnelPart.tsx'
import { messages } from './messages.ts'
import { PeoplePart } from './people/PeoplePart.tsx'
import { recruitmentParts, recruitRoute } from './routes.tsx'
import { StoppingPart } from './StoppingPart.tsx'
import '../study/forms.css'
import '../study/settings/settings.css'
import './recruitment.css'

/** Who signed up, who is wanted, how people hear of the study, and how far they came. */
export function RecruitmentPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const may = useMay(study)
  const parts = recruitmentParts.filter((one) => one !== 'people' || may('see recruitment'))
  const asked = recruitRoute.useSearch().part
  const part = parts.find((one) => one === asked) ?? parts[0]
  const navigate = useNavigate()
  const protocol = useAsk(getProtocol, { params: { study } }, { live: ['protocol', 'document'] })
  if (protocol.isPending) return <Loading />
  return (
    <Page
      title={t('recruitment.title')}
      lede={t('recruitment.lede')}
      actions={
        <RouteButton to="/studies/$study/protocol" params={{ study }} search={{}}>
          {t('recruitment.protocol')}
        </RouteButton>
      }
    >
      {protocol.data?.openedAt === null && (
        <EmptyState
          title={t('recruitment.notOpen.title')}
          action={
            <RouteButton to="/studies/$study/protocol" params={{ study }} search={{}}>
              {t('recruitment.notOpen.action')}
            </RouteButton>
          }
        >
          {t('recruitment.notOpen')}
        </EmptyState>
      )}
      <Tabs
        selectedKey={part ?? 'frame'}
        onSelectionChange={(key) => {
          const chosen = recruitmentParts.find((one) => one === key)
          void navigate({
            to: '/studies/$study/recruit',
            params: { study },
            search: { part: chosen },
            replace: true,
          })
        }}
      >
        <TabList aria-label={t('recruitment.parts')}>
          {parts.map((one) => (
            <Tab key={one} id={one}>
              {t(`recruitment.part.${one}`)}
            </Tab>
          ))}
        </TabList>
        {may('see recruitment') && (
          <TabPanel id="people">
            <PeoplePart study={study} />
          </TabPanel>
        )}
        <TabPanel id="frame">
          <FramePart study={study} />
        </TabPanel>
        <TabPanel id="channels">
          <ChannelsPart study={study} />
        </TabPanel>
        <TabPanel id="funnel">
          <FunnelPart study={study} />
        </TabPanel>
        <TabPanel id="stopping">
          <StoppingPart study={study} />
        </TabPanel>
      </Tabs>
    </Page>
  )
}
