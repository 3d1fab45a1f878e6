export const messages = {
  'recruitment.title': 'Recruit',
  'recruitment.later.title': 'Recruitment comes with a later release',
  'recruitment.later.text':
    'Adverts, sign-ups, screening and the sampling frame will be here. Until then, enter your participants by hand or bring them in from a table.',
  'recruitment.later.action': 'Go to the participants',
} as const
