import {
  changeProtocol,
  type GlossaryTerm,
  type Limitation,
  type StudyProtocol,
  type Wave,
} from '@throughline/contract/protocol'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { useWords } from '../../app/words.tsx'
import { Button, ErrorNotice, Skeleton, TextArea, TextField } from '../../design/index.ts'
import { act, useMay } from '../study-data.ts'
import { messages } from './messages.ts'
import { useProtocol } from './protocol-data.ts'
import { Rows } from './Rows.tsx'

/** The study’s words, its limits, its rounds. */
export function GlossaryPart({ study }: { study: string }) {
  const { data, error, refetch } = useProtocol(study)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={5} />
  const { glossary, limitations, waves } = data
  return (
    <div className="study-settings">
      <ListsForm
        key={JSON.stringify([glossary, limitations, waves])}
        study={study}
        protocol={data}
      />
    </div>
  )
}

function ListsForm({ study, protocol }: { study: string; protocol: StudyProtocol }) {
  const t = useWords(messages)
  const isReadOnly = !useMay(study)('change the protocol')
  const before = {
    glossary: protocol.glossary,
    limitations: protocol.limitations,
    waves: protocol.waves,
  }
  const [lists, setLists] = useState(before)
  const isChanged = JSON.stringify(lists) !== JSON.stringify(before)
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isChanged) return
        act(changeProtocol, {
          study,
          body: {
            // a line that was never filled in is none
            glossary: lists.glossary.filter(({ term, meaning }) => term.trim() && meaning.trim()),
            limitations: lists.limitations.filter(({ text }) => text.trim() !== ''),
            waves: lists.waves.filter(({ name }) => name.trim() !== ''),
          },
          describe: t('protocol.saved'),
        })
      }}
    >
      <Rows<GlossaryTerm>
        label={t('protocol.glossary')}
        hint={t('protocol.glossary.lede')}
        items={lists.glossary}
        onChange={(glossary) => setLists({ ...lists, glossary })}
        make={() => ({ term: '', meaning: '', source: '' })}
        nameOf={({ term }) => term}
        isReadOnly={isReadOnly}
      >
        {(term, change) => (
          <>
            <TextField
              label={t('protocol.glossary.term')}
              value={term.term}
              maxLength={100}
              isReadOnly={isReadOnly}
              onChange={(text) => change({ ...term, term: text })}
            />
            <TextArea
              label={t('protocol.glossary.meaning')}
              rows={2}
              value={term.meaning}
              maxLength={2_000}
              isReadOnly={isReadOnly}
              onChange={(meaning) => change({ ...term, meaning })}
            />
            <TextField
              label={t('protocol.edit.source')}
              value={term.source}
              maxLength={500}
              isReadOnly={isReadOnly}
              onChange={(source) => change({ ...term, source })}
            />
          </>
        )}
      </Rows>
      <Rows<Limitation>
        label={t('protocol.limitations')}
        hint={t('protocol.limitations.lede')}
        items={lists.limitations}
        onChange={(limitations) => setLists({ ...lists, limitations })}
        make={() => ({ text: '', from: 'team' })}
        nameOf={({ text }) => text}
        isReadOnly={isReadOnly}
      >
        {(limitation, change) => (
          <TextArea
            label={t('protocol.limitations.text')}
            isLabelHidden
            rows={2}
            value={limitation.text}
            maxLength={2_000}
            isReadOnly={isReadOnly}
            onChange={(text) => change({ ...limitation, text })}
          />
        )}
      </Rows>
      <Rows<Wave>
        label={t('protocol.waves')}
        hint={t('protocol.waves.lede')}
        items={lists.waves}
        onChange={(waves) => setLists({ ...lists, waves })}
        make={() => ({ id: uuidv7(), name: '', from: null, until: null })}
        nameOf={({ name }) => name}
        isReadOnly={isReadOnly}
      >
        {(wave, change) => (
          <>
            <TextField
              label={t('protocol.waves.name')}
              value={wave.name}
              maxLength={100}
              isReadOnly={isReadOnly}
              onChange={(name) => change({ ...wave, name })}
            />
            <div className="study-form-pair">
              {(['from', 'until'] as const).map((end) => (
                <TextField
                  key={end}
                  type="date"
                  label={t(`protocol.waves.${end}`)}
                  value={wave[end] ?? ''}
                  isReadOnly={isReadOnly}
                  onChange={(day) => change({ ...wave, [end]: day === '' ? null : day })}
                />
              ))}
            </div>
          </>
        )}
      </Rows>
      {isReadOnly ? (
        <p className="study-faint">{t('protocol.readOnly')}</p>
      ) : (
        <footer className="study-form-foot protocol-foot">
          <Button tone="primary" type="submit" isDisabled={!isChanged}>
            {t('protocol.save')}
          </Button>
        </footer>
      )}
    </form>
  )
}
