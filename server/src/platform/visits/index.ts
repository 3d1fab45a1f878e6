export {
  answerVisit,
  performVisit,
  type VisitContext,
  type VisitReadContext,
  visitUseCase,
} from './endpoints.ts'
export { closeToVisitors, visitMigrations } from './migrations.ts'
export { createVisits, type Visit, type Visits } from './visits.ts'
