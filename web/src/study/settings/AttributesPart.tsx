import { orderAttributes } from '@throughline/contract/participants'
import type { Attribute } from '@throughline/contract/participants'
import { useState } from 'react'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  EmptyState,
  ErrorNotice,
  GridList,
  GridListRow,
  Skeleton,
  useDragAndDrop,
} from '../../design/index.ts'
import { messages } from '../messages.ts'
import { act, useAttributes, useMay } from '../study-data.ts'
import { AttributeDialog } from './AttributeDialog.tsx'

/** What the team records of each participant. */
export function AttributesPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useAttributes(study)
  const mayManage = useMay(study)('manage participants')
  const [opened, setOpened] = useState<string | null>(null)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={5} />
  const { attributes } = data
  const add = mayManage && (
    <Button tone={attributes.length === 0 ? 'primary' : 'quiet'} onPress={() => setOpened('new')}>
      {t('study.attributes.add')}
    </Button>
  )
  return (
    <div className="study-settings">
      {attributes.length === 0 ? (
        <EmptyState title={t('study.attributes.empty.title')} action={add}>
          {t('study.attributes.empty')}
        </EmptyState>
      ) : (
        <>
          <p className="study-settings-lede">{t('study.attributes.lede')}</p>
          <AttributeList
            // A list learns once whether it can be reordered.
            key={String(mayManage)}
            study={study}
            attributes={attributes}
            mayManage={mayManage}
            onOpen={setOpened}
          />
          <div>{add}</div>
        </>
      )}
      <AttributeDialog
        study={study}
        attributes={attributes}
        attribute={attributes.find(({ id }) => id === opened) ?? null}
        isOpen={opened !== null}
        onClose={() => setOpened(null)}
      />
    </div>
  )
}

function AttributeList({
  study,
  attributes,
  mayManage,
  onOpen,
}: {
  study: string
  attributes: readonly Attribute[]
  mayManage: boolean
  onOpen: (id: string) => void
}) {
  const t = useWords(messages)
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder({ keys, target }) {
      const moved = attributes.filter(({ id }) => keys.has(id))
      const rest = attributes.filter(({ id }) => !keys.has(id))
      const place = rest.findIndex(({ id }) => id === target.key)
      const index = target.dropPosition === 'before' ? place : place + 1
      act(orderAttributes, {
        study,
        body: {
          attributes: [...rest.slice(0, index), ...moved, ...rest.slice(index)].map(({ id }) => id),
        },
        describe: t('study.attributes.ordered', { name: moved[0]?.name ?? '' }),
      })
    },
  })
  return (
    <GridList
      aria-label={t('study.attributes.list')}
      className="study-attributes"
      items={attributes}
      {...(mayManage
        ? { dragAndDropHooks, onAction: (key: string | number) => onOpen(String(key)) }
        : {})}
    >
      {(attribute) => (
        <GridListRow id={attribute.id} textValue={attribute.name}>
          <div className="study-attribute">
            <div>
              <b>{attribute.name}</b>
              <p>
                {t(`study.attributes.kind.${attribute.kind}`)}
                {attribute.choices.length > 0 && `: ${attribute.choices.join(' · ')}`}
              </p>
            </div>
            <span className="study-faint">
              {t('study.attributes.used', { count: attribute.used })}
            </span>
            {mayManage && (
              <Button
                tone="plain"
                size="small"
                aria-label={t('study.attributes.edit', { name: attribute.name })}
                onPress={() => onOpen(attribute.id)}
              >
                {t('study.settings.change')}
              </Button>
            )}
          </div>
        </GridListRow>
      )}
    </GridList>
  )
}
