import type { DocumentContent } from '@throughline/contract/documents'
import { useWords } from '../../../app/words.tsx'
import { TextArea, TextField } from '../../../design/index.ts'
import { messages } from '../messages.ts'
import { ConsentEditor } from './ConsentEditor.tsx'
import { EligibilityEditor } from './EligibilityEditor.tsx'
import { GuideEditor } from './GuideEditor.tsx'
import { SignUpFormEditor } from './SignUpFormEditor.tsx'

export interface EditorProps<Content> {
  content: Content
  onChange: (content: Content) => void
  isReadOnly: boolean
}

/** What a document says, each kind in its own fields. */
export function ContentEditor(props: EditorProps<DocumentContent>) {
  const { content, onChange, isReadOnly } = props
  const t = useWords(messages)
  switch (content.kind) {
    case 'eligibility':
      return <EligibilityEditor content={content} onChange={onChange} isReadOnly={isReadOnly} />
    case 'sign-up form':
      return <SignUpFormEditor content={content} onChange={onChange} isReadOnly={isReadOnly} />
    case 'consent form':
      return <ConsentEditor content={content} onChange={onChange} isReadOnly={isReadOnly} />
    case 'interview guide':
      return <GuideEditor content={content} onChange={onChange} isReadOnly={isReadOnly} />
    case 'mail':
      return (
        <>
          <TextField
            label={t('protocol.edit.subject')}
            hint={t('protocol.edit.subject.hint')}
            value={content.subject}
            maxLength={150}
            isReadOnly={isReadOnly}
            onChange={(subject) => onChange({ ...content, subject })}
          />
          <TextArea
            label={t('protocol.edit.body')}
            hint={t('protocol.edit.mailBody.hint', { name: '{name}', link: '{link}' })}
            value={content.body}
            rows={10}
            maxLength={10_000}
            isReadOnly={isReadOnly}
            onChange={(body) => onChange({ ...content, body })}
          />
        </>
      )
    default:
      return (
        <>
          <TextField
            label={t('protocol.edit.heading')}
            value={content.heading}
            maxLength={300}
            isReadOnly={isReadOnly}
            onChange={(heading) => onChange({ ...content, heading })}
          />
          <TextArea
            label={t('protocol.edit.body')}
            value={content.body}
            rows={14}
            maxLength={60_000}
            serif
            isReadOnly={isReadOnly}
            onChange={(body) => onChange({ ...content, body })}
          />
        </>
      )
  }
}
