import type { DocumentContent, DocumentKind } from '@throughline/contract/documents'

/** What the first draft of a document says: enough to see what is asked for. */
export function emptyContent(kind: DocumentKind): DocumentContent {
  switch (kind) {
    case 'eligibility':
      return {
        kind,
        statement: 'I would like to take part, and what the study asks for is true of me.',
        source: '',
        groups: [],
        exclusions: [],
      }
    case 'sign-up form':
      return {
        kind,
        whoAsks: 'An interview study',
        heading: 'Would you talk to us?',
        lede: 'It is one conversation with two of us. Neither will be from where you study.',
        promise:
          'Only the people who organise the interviews see your name. You can change your mind at any time, even afterwards, with the link we send you.',
        questions: [],
      }
    case 'consent form':
      return {
        kind,
        intro: '',
        statements: [
          {
            id: 'take-part',
            text: 'I have read about the study and agree to take part.',
            purpose: 'take part',
            must: true,
          },
          {
            id: 'record',
            text: 'The interview may be recorded.',
            purpose: 'record',
            must: false,
          },
          {
            id: 'quote',
            text: 'My words may be quoted without my name.',
            purpose: 'quote',
            must: false,
          },
          {
            id: 'contact-again',
            text: 'I may be contacted again for a later interview.',
            purpose: 'contact again',
            must: false,
          },
        ],
        untilCutOff: 'Everything that you said and gave us is erased.',
        afterCutOff:
          'Your words are taken out of everything that is not published yet; what was published stays.',
      }
    case 'interview guide':
      return {
        kind,
        opening: '',
        closing: '',
        sections: [{ id: 'section', title: 'Opening', questions: [] }],
      }
    case 'mail':
      return { kind, subject: 'About your interview', body: 'Hello {name},\n\n\n{link}' }
    default:
      return { kind, heading: '', body: '' }
  }
}
