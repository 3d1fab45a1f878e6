export { askInTurn, type Effort, type InTurn, type Outcome } from './in-turn.ts'
export {
  type Line,
  type Objective,
  type Part,
  Programme,
  valueOf,
  type Variable,
} from './programme.ts'
export { solve, type Solution } from './solve.ts'
