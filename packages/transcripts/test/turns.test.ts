import { describe, expect, it } from 'vitest'
import { guessRole } from '../src/index.ts'
import { labelsOf, saidBy, transcriptOf } from './reading.ts'

async function turnsOf(text: string, name = 'talk.txt') {
  return saidBy(await transcriptOf(text, name))
}

describe('turns of a plain text', () => {
  it.each([
    [
      'names',
      'Anna: Hello.\nBen: Hi.\nAnna: Bye.\nBen: See you.',
      ['Anna:', 'Ben:', 'Anna:', 'Ben:'],
    ],
    ['letters', 'I: Hello.\nP: Hi.', ['I:', 'P:']],
    ['numbers', 'Interviewer 1: Hello.\nP003: Hi.', ['Interviewer 1:', 'P003:']],
    [
      'a time before',
      '[00:12:05] Anna: Hello.\n(00:13) Ben: Hi.',
      ['[00:12:05] Anna:', '(00:13) Ben:'],
    ],
    ['a bare time before', '0:05 Anna: Hello.\n12:13 Ben: Hi.', ['0:05 Anna:', '12:13 Ben:']],
    [
      'a time behind',
      'Anna [00:12:05]: Hello.\nBen (13:10): Hi.',
      ['Anna [00:12:05]:', 'Ben (13:10):'],
    ],
    [
      'a time behind the colon',
      'Anna: [00:12] Hello.\nBen: [00:13] Hi.',
      ['Anna: [00:12]', 'Ben: [00:13]'],
    ],
    [
      'a line of their own',
      'Anna (00:12:05)\nHello.\n\nBen (00:13:00)\nHi.',
      ['Anna (00:12:05)', 'Ben (00:13:00)'],
    ],
    [
      'a line of their own, bare time',
      'Speaker 1  0:03\nHello.\n\nSpeaker 2  0:13\nHi.',
      ['Speaker 1  0:03', 'Speaker 2  0:13'],
    ],
    [
      'a line of their own, no time',
      'Interviewer:\nHello.\n\nParticipant:\nHi.',
      ['Interviewer:', 'Participant:'],
    ],
    ['a remark', 'P1 (female, 2nd year): Hello.\nI: Hi.', ['P1 (female, 2nd year):', 'I:']],
    ['no space behind the colon', 'I:Hello.\nP:Hi.', ['I:', 'P:']],
    ['a tab', 'I:\tHello.\nP:\tHi.', ['I:', 'P:']],
    ['a slip of the finger', 'I:: Hello.\nP : Hi.', ['I::', 'P :']],
    ['another script', 'А: Hello.\n李: Hi.\nА: Hello.\n李：Hi.', ['А:', '李:', 'А:', '李：']],
    [
      'lower case, often',
      'anna: Hello.\nben: Hi.\nanna: Hello.\nben: Hi.\nanna: Hello.\nben: Hi.',
      ['anna:', 'ben:', 'anna:', 'ben:', 'anna:', 'ben:'],
    ],
  ])('are found by %s', async (_, text, labels) => {
    const transcript = await transcriptOf(text, 'talk.txt')
    expect(labelsOf(transcript)).toEqual(labels)
    for (const [speaker, words] of saidBy(transcript)) {
      expect(['Hello.', 'Hi.', 'Bye.', 'See you.']).toContain(words)
      expect(speaker).not.toMatch(/\d:\d|[:：]$/)
    }
  })

  it('carry the time of their label in milliseconds', async () => {
    const { turns } = await transcriptOf(
      '[01:02:05.5] Anna: A.\nBen [00:10 - 00:12.250]: B.\n(1:75) Anna: C.',
      'a.txt',
    )
    expect(turns.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [3_725_500, null],
      [10_000, 12_250],
      [null, null],
    ])
  })

  it('go on over paragraphs until the next label', async () => {
    const text = 'I: First.\n\nP: One.\n\nTwo.\n  \nThree.\n\n\nI: Last.\n'
    expect(await turnsOf(text)).toEqual([
      ['I', 'First.'],
      ['P', 'One.\n\nTwo.\n  \nThree.'],
      ['I', 'Last.'],
    ])
  })

  it('leave the text before the first label to no turn', async () => {
    const text =
      'Interview 4\nDate: 3 May\nInterviewer: Jane Smith\n\nI: Hello.\nP: Hi.\nI: So?\nP: Yes.'
    expect((await turnsOf(text))[0]).toEqual(['I', 'Hello.'])
  })

  it('keep a single first turn of a usual label that says a sentence', async () => {
    const text = 'Moderator: Welcome everybody!\nP1: Hi.\nP2: Hello.\nP1: So.\nP2: Yes.'
    expect((await turnsOf(text))[0]).toEqual(['Moderator', 'Welcome everybody!'])
  })

  it.each([
    ['a note', 'I: Hello.\nNote: the tape stops here.\nP: Hi.\nNote: and again.'],
    [
      'a sentence with a colon',
      'I: Hello.\nThe thing is: I left.\nP: Hi.\nThe thing is: so did she.',
    ],
    ['a name that comes once', 'I: Hello.\nP: Hi.\nMy list: one, two.\nRome: a city.'],
    ['an address', 'I: Hello.\nP: Hi.\nhttp://example.org\nhttp://example.org'],
    ['a name of a program', 'I: Hello.\nP: Hi.\nStd::vector it is.\nStd::vector it was.'],
    ['a time of day', 'I: Hello.\nP: Hi.\nAt 10:30 we went.\nAt 10:45 we came.'],
    ['a long clause', 'I: Hello.\nP: Hi.\nWhat she told me about the whole affair was this: no.'],
  ])('do not begin at %s', async (_, text) => {
    const speakers = (await turnsOf(text)).map(([speaker]) => speaker)
    expect(speakers).toEqual(['I', 'P'])
  })

  it('are none where nobody is named, and the reader is told', async () => {
    const transcript = await transcriptOf('Just words.\n\nMore words: some.', 'a.txt')
    expect(transcript.turns).toEqual([])
    expect(transcript.warnings.map(({ code }) => code)).toEqual(['no-speakers'])
  })

  it('are empty where a label has no words', async () => {
    expect(await turnsOf('I: Hello.\nP:\nI: Are you there?')).toEqual([
      ['I', 'Hello.'],
      ['P', ''],
      ['I', 'Are you there?'],
    ])
  })

  it('count words without labels', async () => {
    const { speakers } = await transcriptOf('I: How are you?\nP: Fine.\nI: Good, good.', 'a.txt')
    expect(speakers).toEqual([
      { label: 'I', turns: 2, words: 5, guess: 'interviewer' },
      { label: 'P', turns: 1, words: 1, guess: 'participant' },
    ])
  })
})

describe('turns of Markdown', () => {
  it.each([
    ['colon within', '**Anna:** Hello.\n**Ben:** Hi.\n**Anna:** Hello.\n**Ben:** Hi.', '**Anna:**'],
    ['colon behind', '**Anna**: Hello.\n**Ben**: Hi.\n**Anna**: Hello.\n**Ben**: Hi.', '**Anna**:'],
    ['no colon', '**Anna** Hello.\n**Ben** Hi.\n**Anna** Hello.\n**Ben** Hi.', '**Anna**'],
    [
      'a line of its own',
      '**Anna**\n\nHello.\n\n**Ben**\n\nHi.\n\n**Anna**\n\nHello.\n\n**Ben**\n\nHi.',
      '**Anna**',
    ],
    ['time and name', '**[00:01] Anna:** Hello.\n**[00:02] Ben:** Hi.', '**[00:01] Anna:**'],
    [
      'a heading',
      '## Anna:\n\nHello.\n\n## Ben:\n\nHi.\n\n## Anna:\n\nHello.\n\n## Ben:\n\nHi.',
      '## Anna:',
    ],
    ['underscores', '__Anna:__ Hello.\n__Ben:__ Hi.\n__Anna:__ Hello.\n__Ben:__ Hi.', '__Anna:__'],
  ])('are found by a bold name with %s; the text stays verbatim', async (_, text, label) => {
    const transcript = await transcriptOf(text, 'talk.md')
    expect(transcript.text).toBe(text)
    expect(labelsOf(transcript)[0]).toBe(label)
    expect(saidBy(transcript).slice(0, 2)).toEqual([
      ['Anna', 'Hello.'],
      ['Ben', 'Hi.'],
    ])
  })

  it('do not begin at bold header fields or at emphasis', async () => {
    const text = '**Transcript ID:** x7\n\nI: Hello.\n**Never** again.\nP: Hi.\n**Never** ever.'
    const transcript = await transcriptOf(text, 'talk.md')
    expect(saidBy(transcript).map(([speaker]) => speaker)).toEqual(['I', 'P'])
  })
})

describe('guessRole', () => {
  it.each([
    ['I', 'interviewer'],
    ['Interviewer 2', 'interviewer'],
    ['INT', 'interviewer'],
    ['Q', 'interviewer'],
    ['AI', 'interviewer'],
    ['Assistant', 'interviewer'],
    ['P', 'participant'],
    ['P003', 'participant'],
    ['Participant B', 'participant'],
    ['Interviewee', 'participant'],
    ['User', 'participant'],
    ['D', 'unknown'],
    ['R', 'unknown'],
    ['Speaker 1', 'unknown'],
    ['A', 'unknown'],
    ['Ian', 'unknown'],
    ['Paula', 'unknown'],
    ['', 'unknown'],
  ])('takes %j for %s', (label, guess) => {
    expect(guessRole(label, [label])).toBe(guess)
  })

  it('takes A for a participant beside Q', () => {
    expect(guessRole('A', ['Q', 'A'])).toBe('participant')
  })
})
