/** What the example study holds; its interviews stand in `interviews/`. */

export const about = {
  title: 'Example: teachers and AI at four schools',
  aims:
    'An example to look around in. The interviews are real: seventeen teachers from the Anthropic Interviewer data set ' +
    '(Anthropic, CC BY). Sites, year groups and consents are invented. Codings were made by searches for words, not by ' +
    'reading; the definition of each code names the words.',
  paradigm: 'Constructivist (invented for the example)',
  approach: 'Thematic analysis, inductive (invented for the example)',
}

export const sites = [
  { name: 'Site A (invented)', years: 6 },
  { name: 'Site B (invented)', years: 6 },
  { name: 'Site C (invented)', years: 5 },
  { name: 'Site D (invented)', years: 5 },
] as const

type Consent = 'yes' | 'no' | 'not recorded'

/** Site (index), year group and consent to be quoted of P001 … P017: one person a cell, all years, some cells vacant. */
export const people: readonly (readonly [site: number, year: number, consent: Consent])[] = [
  [0, 1, 'yes'],
  [0, 2, 'yes'],
  [0, 3, 'yes'],
  [0, 4, 'no'],
  [0, 6, 'yes'],
  [1, 1, 'yes'],
  [1, 2, 'not recorded'],
  [1, 3, 'yes'],
  [1, 4, 'yes'],
  [1, 5, 'yes'],
  [2, 1, 'yes'],
  [2, 3, 'not recorded'],
  [2, 4, 'yes'],
  [2, 5, 'yes'],
  [3, 1, 'yes'],
  [3, 2, 'no'],
  [3, 3, 'yes'],
]

export interface ExampleCode {
  name: string
  definition: string
  /** Beginnings of words: a sentence of the participant that holds one of them is coded. */
  words?: readonly string[]
  below?: readonly ExampleCode[]
}

export const codes: readonly ExampleCode[] = [
  {
    name: 'What it is used for',
    definition: 'The tasks that teachers hand over, in whole or in part.',
    below: [
      {
        name: 'Planning lessons',
        definition: 'Preparing what will be taught.',
        words: ['lesson plan', 'unit plan', 'plan lessons', 'planning lessons', 'plan my lessons'],
      },
      {
        name: 'Finding ideas',
        definition: 'Looking for a start, a variation, a way out of a blank page.',
        words: ['brainstorm', 'ideas', 'inspiration'],
      },
      {
        name: 'Marking and feedback',
        definition: 'Grading work and telling students what to do next.',
        words: ['feedback', 'rubric', 'grading', 'marking'],
      },
      {
        name: 'Writing to parents and colleagues',
        definition: 'Messages, reports, announcements.',
        words: ['email', 'e-mail', 'parent', 'newsletter', 'report card'],
      },
      {
        name: 'Fitting it to a student',
        definition: 'Changing material for one learner or one group.',
        words: [
          'differentiat',
          'personalis',
          'personaliz',
          'individual needs',
          'reading level',
          'special needs',
        ],
      },
    ],
  },
  {
    name: 'Trust and its limits',
    definition: 'When the answer is believed, and what is done to be sure.',
    below: [
      {
        name: 'Checking what it says',
        definition: 'Reading it over, comparing, looking it up.',
        words: ['double check', 'double-check', 'verif', 'fact check', 'fact-check', 'accura'],
      },
      {
        name: 'It gets things wrong',
        definition: 'Errors, inventions, answers that miss the point.',
        words: ['wrong', 'hallucinat', 'mistake', 'incorrect', 'made up'],
      },
      {
        name: 'Not my voice',
        definition: 'What comes out does not sound like the person who signs it.',
        words: [
          'my voice',
          'my own voice',
          'own words',
          'sounds like',
          'sound like',
          'robotic',
          'generic',
        ],
      },
    ],
  },
  {
    name: 'What is at stake',
    definition: 'What teachers gain, and what they fear for.',
    below: [
      {
        name: 'Time won back',
        definition: 'Hours saved, evenings returned.',
        words: [
          'save time',
          'saves time',
          'saved time',
          'saving time',
          'time saver',
          'time-saver',
          'more time',
          'hours',
        ],
      },
      {
        name: 'Staying the teacher',
        definition: 'The part of the work that must not be handed over.',
        words: [
          'human touch',
          'human element',
          'human connection',
          'my job',
          'replac',
          'relationship',
        ],
      },
      {
        name: 'Students who do not do the work',
        definition: 'Copying, cheating, skipping the thinking.',
        words: ['cheat', 'plagiar', 'critical thinking', 'do the work for'],
      },
    ],
  },
]

/** A sentence is coded once for each code; of each interview so many at most. */
export const codingsEach = 4

export const themes = [
  {
    name: 'A colleague who never sleeps',
    centralIdea:
      'Teachers treat it as a tireless junior colleague: good for a first draft, never for the last word.',
    definition: 'Begun for the example: what is handed over, and how the hand-over is kept small.',
    codes: ['Planning lessons', 'Finding ideas', 'Time won back'],
    quotes: 4,
  },
  {
    name: 'Whose work is it?',
    centralIdea:
      'Help turns into doubt where the words, the judgement or the learning must be somebody’s own.',
    definition: 'Begun for the example: voice, honesty, and what a teacher is for.',
    codes: ['Not my voice', 'Staying the teacher', 'Students who do not do the work'],
    quotes: 3,
  },
] as const
