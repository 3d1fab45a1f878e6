import { listTranscripts, type TranscriptText } from '@throughline/contract/transcripts'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  Icon,
  IconButton,
  Kbd,
  Menu,
  MenuItem,
  MenuTrigger,
  Segment,
  Segments,
} from '../../design/index.ts'
import { messages } from '../messages.ts'

/** `code`: with stripes; `read`: the text alone; `pages`: plain headings and paragraphs, for screen readers. */
export type Mode = 'code' | 'read' | 'pages'

export interface CodingHeadProps {
  study: string
  transcript: TranscriptText
  codings: number
  mode: Mode
  codesShown: boolean
  /** Further controls: what is shown, how the text is set. */
  tools: ReactNode
  onMode: (mode: Mode) => void
  onFind: () => void
  onGoTo: () => void
  onKeys: () => void
  onCodes: () => void
  /** Reads another transcript beside this one; null where there is no room, or one stands there. */
  onBeside: (() => void) | null
  /** Of the one that stands beside: goes away again. */
  onClose: (() => void) | null
}

/** Whose transcript it is, and how it is shown. */
export function CodingHead({
  study,
  transcript,
  codings,
  mode,
  codesShown,
  tools,
  onMode,
  onFind,
  onGoTo,
  onKeys,
  onCodes,
  onBeside,
  onClose,
}: CodingHeadProps) {
  const t = useWords(messages)
  const navigate = useNavigate()
  const { data } = useAsk(
    listTranscripts,
    { params: { study } },
    { live: ['transcript'], staleTime: 60_000 },
  )
  const released = (data?.transcripts ?? []).filter(({ stage }) => stage === 'released')
  const index = released.findIndex(({ id }) => id === transcript.id)
  const go = (by: 1 | -1) => {
    const next = released[index + by]
    if (next)
      void navigate({
        to: '/studies/$study/code/$transcript',
        params: { study, transcript: next.id },
        // What is shown of the codings stays; places are of the other text.
        search: ({ codes, coders, themes, fold }) => ({ codes, coders, themes, fold }),
      })
  }
  const { participant } = transcript
  const name = participant?.label ?? transcript.title
  const meta = [
    participant?.site,
    participant?.year ? t('coding.meta.year', { year: participant.year }) : null,
    t('coding.meta.words', { words: transcript.words }),
    t('coding.meta.codings', { count: codings }),
  ]
  return (
    <header className="coding-head">
      <div className="coding-head-title">
        <h1>{name}</h1>
        {onClose ? (
          <IconButton
            size="small"
            aria-label={t('coding.beside.close', { title: name })}
            onPress={onClose}
          >
            <Icon name="close" />
          </IconButton>
        ) : (
          <>
            <IconButton
              size="small"
              aria-label={t('coding.previous')}
              isDisabled={index <= 0}
              onPress={() => go(-1)}
            >
              <Icon name="left" />
            </IconButton>
            <IconButton
              size="small"
              aria-label={t('coding.next')}
              isDisabled={index < 0 || index >= released.length - 1}
              onPress={() => go(1)}
            >
              <Icon name="right" />
            </IconButton>
          </>
        )}
      </div>
      <div className="coding-head-tools">
        <IconButton size="small" aria-label={t('coding.find')} onPress={onFind}>
          <Icon name="search" />
        </IconButton>
        {tools}
        <MenuTrigger>
          <IconButton size="small" aria-label={t('coding.more')}>
            <Icon name="more" />
          </IconButton>
          <Menu placement="bottom end">
            <MenuItem onAction={onGoTo}>{t('coding.more.goTo')}</MenuItem>
            {onBeside && <MenuItem onAction={onBeside}>{t('coding.more.beside')}</MenuItem>}
            <MenuItem
              onAction={() =>
                void navigate({
                  to: '/studies/$study/code/$transcript/print',
                  params: { study, transcript: transcript.id },
                  search: ({ codes, coders, themes, section }) => ({
                    codes,
                    coders,
                    themes,
                    section,
                  }),
                })
              }
            >
              {t('coding.more.print')}
            </MenuItem>
            <MenuItem href={`/studies/${study}/weights`}>{t('coding.more.weights')}</MenuItem>
          </Menu>
        </MenuTrigger>
        <IconButton
          size="small"
          className="coding-help"
          aria-label={t('coding.help')}
          onPress={onKeys}
        >
          <Kbd>?</Kbd>
        </IconButton>
        <Button
          size="small"
          className="coding-toggle-codes"
          onPress={onCodes}
          aria-expanded={codesShown}
        >
          {t(codesShown ? 'coding.list.hide' : 'coding.list.show')}
        </Button>
        <Segments
          aria-label={t('coding.mode')}
          selectedKeys={[mode]}
          onSelectionChange={([chosen]) =>
            onMode(chosen === 'read' || chosen === 'pages' ? chosen : 'code')
          }
        >
          <Segment id="code">{t('coding.mode.code')}</Segment>
          <Segment id="read">{t('coding.mode.read')}</Segment>
          <Segment id="pages">{t('coding.mode.pages')}</Segment>
        </Segments>
      </div>
      <p>{meta.filter(Boolean).join(' · ')}</p>
    </header>
  )
}
