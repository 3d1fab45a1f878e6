import type { Code, WeightScale } from '@throughline/contract/coding'
import type { Member } from '@throughline/contract/study'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { language, useWords } from '../../../app/words.tsx'
import { Avatar, Button, Select, Stripe, TextArea } from '../../../design/index.ts'
import type { ShownCoding } from '../../data.ts'
import { messages } from '../../messages.ts'
import { stepsOf } from '../../weights/steps.ts'
import type { Change } from '../use-coding-acts.ts'

export interface HereCardProps {
  study: string
  text: string
  coding: ShownCoding
  code: Code
  coder: Member | undefined
  scale: WeightScale | null
  /** Its edges can be moved now, by handles and keys. */
  isAdjustable: boolean
  mayChange: boolean
  mayRemove: boolean
  onRemove: () => void
  onSelect: () => void
  onChange: (change: Change) => void
  onOtherCode: () => void
}

const longestQuote = 220

/** One coding under the caret: which code, by whom, since when, what it means, and what its coder says about it. */
export function HereCard({
  study,
  text,
  coding,
  code,
  coder,
  scale,
  isAdjustable,
  mayChange,
  mayRemove,
  onRemove,
  onSelect,
  onChange,
  onOtherCode,
}: HereCardProps) {
  const t = useWords(messages)
  return (
    <article className="coding-here-card" aria-label={code.name}>
      <h3>
        <Stripe colour={code.colour} />
        {code.name}
      </h3>
      <p className="coding-by">
        <Avatar id={coding.coder} name={coder?.name ?? '?'} as={coder} small />
        <span>{coding.pending ? t('coding.here.pending') : day(coding.at)}</span>
      </p>
      <blockquote>{excerpt(text.slice(coding.from, coding.to))}</blockquote>
      {isAdjustable && <p className="coding-here-edges">{t('coding.here.edges')}</p>}
      {scale && (mayChange || coding.weight !== null) && (
        <Weight
          scale={scale}
          weight={coding.weight}
          onChange={mayChange ? (weight) => onChange({ weight }) : null}
        />
      )}
      <Comment
        key={coding.comment}
        comment={coding.comment}
        onChange={mayChange ? (comment) => onChange({ comment }) : null}
      />
      {code.definition !== '' && <p className="coding-definition">{code.definition}</p>}
      {code.whenToUse !== '' && <Folded title={t('coding.here.when')} text={code.whenToUse} />}
      {code.whenNotToUse !== '' && (
        <Folded title={t('coding.here.whenNot')} text={code.whenNotToUse} />
      )}
      <footer>
        <Button size="small" tone="plain" onPress={onSelect}>
          {t('coding.here.go')}
        </Button>
        {mayChange && (
          <Button size="small" tone="plain" onPress={onOtherCode}>
            {t('coding.here.change')}
          </Button>
        )}
        <Link to="/studies/$study/quotes" params={{ study }} search={{ any: [code.id] }}>
          {t('coding.here.quotes')}
        </Link>
        {mayRemove && (
          <Button size="small" tone="plain" className="coding-remove" onPress={onRemove}>
            {t('coding.here.remove')}
          </Button>
        )}
      </footer>
    </article>
  )
}

const noWeight = 'none'

function Weight({
  scale,
  weight,
  onChange,
}: {
  scale: WeightScale
  weight: number | null
  onChange: ((weight: number | null) => void) | null
}) {
  const t = useWords(messages)
  const steps = stepsOf(scale).map(({ step, name }) => ({
    id: String(step),
    label: name === null ? String(step) : t('coding.here.step', { step, name }),
  }))
  const value = weight === null ? noWeight : String(weight)
  if (!onChange)
    return (
      <p className="coding-here-said">
        {scale.name}: {steps.find(({ id }) => id === value)?.label ?? value}
      </p>
    )
  return (
    <Select
      className="coding-here-weight"
      label={scale.name}
      choices={[{ id: noWeight, label: t('coding.here.noWeight') }, ...steps]}
      value={value}
      onChange={(chosen) => onChange(chosen === noWeight ? null : Number(chosen))}
    />
  )
}

const longestComment = 5_000

/** Kept when the field is left, so that one thought is one step. */
function Comment({
  comment,
  onChange,
}: {
  comment: string
  onChange: ((comment: string) => void) | null
}) {
  const t = useWords(messages)
  const [typed, setTyped] = useState(comment)
  const [isOpen, setOpen] = useState(comment !== '')
  if (!onChange) return comment === '' ? null : <p className="coding-here-said">{comment}</p>
  if (!isOpen)
    return (
      <Button size="small" tone="plain" className="coding-here-add" onPress={() => setOpen(true)}>
        {t('coding.here.addComment')}
      </Button>
    )
  return (
    <TextArea
      className="coding-here-comment"
      label={t('coding.here.comment')}
      isLabelHidden
      placeholder={t('coding.here.comment')}
      rows={2}
      maxLength={longestComment}
      value={typed}
      onChange={setTyped}
      // It was asked for by the button just pressed.
      autoFocus={comment === ''}
      onBlur={() => {
        if (typed.trim() !== comment) onChange(typed.trim())
        else setOpen(comment !== '')
      }}
    />
  )
}

function Folded({ title, text }: { title: string; text: string }) {
  return (
    <details className="coding-definition">
      <summary>{title}</summary>
      {text}
    </details>
  )
}

function excerpt(words: string): string {
  if (words.length <= longestQuote) return words
  const cut = words.slice(0, longestQuote)
  return `${cut.slice(0, cut.lastIndexOf(' '))}…`
}

function day(at: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(at),
  )
}
