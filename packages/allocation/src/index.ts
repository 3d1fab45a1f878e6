export { AllocationError } from './allocation-error.ts'
export {
  allocateInterviewers,
  type Assignment,
  type InterviewAllocation,
  type InterviewEffort,
} from './interviewers/allocate-interviewers.ts'
export { type Rule, rules } from './interviewers/interview-programme.ts'
export type {
  Fixed,
  Interviewer,
  InterviewPlan,
  Session,
  Slot,
  Span,
} from './interviewers/sessions.ts'
export type { Uncovered } from './interviewers/why-uncovered.ts'
export {
  allocatePairs,
  type Mentor,
  type PairAllocation,
  type PairEffort,
  type PairObjective,
  pairObjectives,
  type PairPlan,
  type PossiblePair,
} from './pairs/allocate-pairs.ts'
export {
  type MenteeToPair,
  type PairRules,
  type PersonToPair,
  possiblePairs,
} from './pairs/possible-pairs.ts'
export {
  type Candidate,
  type Cell,
  type Choice,
  inviteNext,
  type SamplingOrder,
  type SamplingPlan,
} from './sampling/invite-next.ts'
