import {
  allocateInterviewers,
  allocatePairs,
  type InterviewPlan,
  type PairPlan,
} from '@throughline/allocation'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { type Benchmark, judged } from './measured.ts'

/** Interviewers who are free half of the hours, and sessions each with four of them; the same in every run. */
function interviews(sessions: number, interviewers: number, sites: number): InterviewPlan {
  const random = xoroshiro128plus(7)
  const hours = Math.ceil(sessions / 6) * 8
  return {
    interviewers: Array.from({ length: interviewers }, (_, index) => ({
      id: `interviewer ${index}`,
      site: `site ${index % sites}`,
      slots: Array.from({ length: hours }, (_hour, start) => ({ start, end: start + 1 })).filter(
        () => uniformInt(random, 0, 1) === 1,
      ),
    })),
    sessions: Array.from({ length: sessions }, (_, index) => ({
      id: `session ${index}`,
      site: `site ${uniformInt(random, 0, sites - 1)}`,
      slots: Array.from({ length: 4 }, (_slot, slot) => {
        const start = uniformInt(random, 0, hours - 1)
        return { id: `${slot}`, start, end: start + 1, preference: slot + 1 }
      }),
    })),
  }
}

/** Mentors of one to four, and every pair possible with this chance in a thousand. */
function pairs(mentees: number, mentors: number, chance: number): PairPlan {
  const random = xoroshiro128plus(42)
  const ids = (what: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${what} ${index}`)
  return {
    mentees: ids('mentee', mentees).map((id) => ({ id })),
    mentors: ids('mentor', mentors).map((id) => ({ id, capacity: uniformInt(random, 1, 4) })),
    pairs: ids('mentee', mentees).flatMap((mentee) =>
      ids('mentor', mentors)
        .filter(() => uniformInt(random, 0, 999) < chance)
        .map((mentor) => ({ mentee, mentor, compatibility: uniformInt(random, 1, 30) })),
    ),
  }
}

async function seconds(work: () => Promise<{ status: string }>): Promise<number> {
  const start = performance.now()
  const { status } = await work()
  if (status !== 'optimal') throw new Error(`The answer is ${status}.`)
  return (performance.now() - start) / 1000
}

export const allocation: Benchmark = {
  name: 'allocation',
  how: 'One process, one run each, the solver loaded by the first. All objectives in their order, each answer optimal.',
  async run() {
    return [
      judged(
        '17 sessions, 6 interviewers, 4 slots each',
        await seconds(() => allocateInterviewers(interviews(17, 6, 4))),
        's',
        { most: 1 },
      ),
      judged(
        '300 sessions, 40 interviewers, 4 slots each',
        await seconds(() => allocateInterviewers(interviews(300, 40, 8))),
        's',
        { most: 60 },
      ),
      judged(
        '500 mentees, 200 mentors, 12,000 possible pairs',
        await seconds(() => allocatePairs(pairs(500, 200, 120))),
        's',
        { most: 2 },
      ),
      judged(
        '2,000 mentees, 800 mentors, 168,000 possible pairs',
        await seconds(() => allocatePairs(pairs(2_000, 800, 105))),
        's',
        { most: 40 },
      ),
    ]
  },
}
