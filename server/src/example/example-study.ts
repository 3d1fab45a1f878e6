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
  /** Finds the words after which a sentence is coded. */
  search?: RegExp
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
        search: /lesson plan\w*|unit plan\w*|plan(?:ning)? (?:my |a |the )?lessons?/i,
      },
      {
        name: 'Finding ideas',
        definition: 'Looking for a start, a variation, a way out of a blank page.',
        search: /brainstorm\w*|\bideas\b|inspiration/i,
      },
      {
        name: 'Marking and feedback',
        definition: 'Grading work and telling students what to do next.',
        search: /\bfeedback\b|\brubrics?\b|\bgrading\b|\bmark(?:ing)? (?:papers|essays|work)/i,
      },
      {
        name: 'Writing to parents and colleagues',
        definition: 'Messages, reports, announcements.',
        search: /\be-?mails?\b|\bparents?\b|newsletter|report cards?/i,
      },
      {
        name: 'Fitting it to a student',
        definition: 'Changing material for one learner or one group.',
        search: /differentiat\w*|personali[sz]\w*|individual needs|reading level|special needs/i,
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
        search:
          /double.?check\w*|\bverif\w+|fact.?check\w*|\baccura\w+|go (?:over|through) (?:it|everything)/i,
      },
      {
        name: 'It gets things wrong',
        definition: 'Errors, inventions, answers that miss the point.',
        search: /\bwrong\b|hallucinat\w*|mistakes?\b|incorrect|made up/i,
      },
      {
        name: 'Not my voice',
        definition: 'What comes out does not sound like the person who signs it.',
        search: /my (?:own )?voice|own words|sounds? (?:like|robotic)|generic/i,
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
        search: /sav\w+ (?:me )?(?:so much |a lot of |some )?time|time.?saver|more time|\bhours\b/i,
      },
      {
        name: 'Staying the teacher',
        definition: 'The part of the work that must not be handed over.',
        search: /human (?:touch|element|connection)|my job|\breplac\w+|relationships?/i,
      },
      {
        name: 'Students who do not do the work',
        definition: 'Copying, cheating, skipping the thinking.',
        search: /cheat\w*|plagiar\w*|critical thinking|do the work for/i,
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
