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
