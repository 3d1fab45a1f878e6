export const messages = {
  'interviews.title': 'Interview',
  'interviews.later.title': 'Interviews come with a later release',
  'interviews.later.text':
    'Interview guides, slots, consent and recordings will be here. Until then, hold your interviews as you do now and bring in their transcripts.',
  'interviews.later.action': 'Go to the transcripts',
} as const
