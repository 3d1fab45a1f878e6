import { expect, test } from 'vitest'
import { allocateInterviewers, allocatePairs, inviteNext } from '../src/index.ts'

test('the README’s interviews come out as it says', async () => {
  const { assignments, uncovered } = await allocateInterviewers({
    interviewers: [
      { id: 'Ada', site: 'north' },
      { id: 'Ben', site: 'north' },
      { id: 'Cleo', site: 'south' },
    ],
    sessions: [
      { id: 's1', site: 'south' },
      { id: 's2', site: 'north' },
    ],
  })
  expect(assignments).toHaveLength(1)
  const [held] = assignments
  expect(new Set([held?.lead, held?.support])).toEqual(new Set(['Ada', 'Ben']))
  expect(uncovered).toEqual([
    {
      session: 's2',
      rules: [['site']],
      why: 'Interviewers from the participant’s own site may not hold it.',
    },
  ])
})

test('so do its invitations', () => {
  const { order } = inviteNext({
    cells: [{ id: 'north, year 1', where: { site: 'north', year: '1' }, least: 1 }],
    candidates: [
      { id: 'P1', attributes: { site: ['south'], year: ['2'], identity: ['carer', 'mature'] } },
      { id: 'P2', attributes: { site: ['north'], year: ['1'] } },
    ],
  })
  expect(order.map(({ id }) => id)).toEqual(['P2', 'P1'])
  expect(order[1]?.brings).toHaveLength(4)
})

test('and its pairs', async () => {
  const { pairs } = await allocatePairs({
    mentees: [{ id: 'a' }, { id: 'b' }],
    mentors: [
      { id: 'x', capacity: 1 },
      { id: 'y', capacity: 1 },
    ],
    pairs: [
      { mentee: 'a', mentor: 'x', compatibility: 9 },
      { mentee: 'a', mentor: 'y', compatibility: 1 },
      { mentee: 'b', mentor: 'x', compatibility: 1 },
    ],
  })
  expect(pairs.map(({ mentee, mentor }) => [mentee, mentor])).toEqual([
    ['a', 'y'],
    ['b', 'x'],
  ])
})
