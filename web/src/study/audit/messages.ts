export const messages = {
  'audit.title': 'Audit trail',
  'audit.lede':
    'Every step that anybody took in this study, the newest first. Entries are only ever added; they are sealed in blocks, each chained to the one before, so that a later change would show.',
  'audit.table': 'Steps in this study',
  'audit.when': 'When',
  'audit.who': 'Who',
  'audit.action': 'What',
  'audit.subject': 'On',
  'audit.sealed': 'Sealed',
  'audit.yes': 'sealed',
  'audit.no': 'in a moment',
  'audit.somebody': 'somebody who is not in the team',
  'audit.older': 'Show older steps',
  'audit.verify':
    'Whoever looks after the installation verifies the whole chain with <0>throughline audit verify</0>.',
  'audit.empty': 'Nothing has happened yet',
} as const
