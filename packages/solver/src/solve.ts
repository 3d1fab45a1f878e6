import loadHighs from 'highs'

export interface Solution {
  readonly status: 'optimal' | 'infeasible' | 'unbounded'
  /** 0 where there is no solution. */
  readonly objective: number
  /** By the name of a variable; those that are not named are 0. */
  readonly values: ReadonlyMap<string, number>
}

let loading: ReturnType<typeof loadHighs> | undefined

/**
 * Solves a linear or integer programme exactly, with HiGHS. It keeps nothing for the next call, and blocks the thread while
 * it works: whoever has others to answer calls it in a worker.
 *
 * @param problem in CPLEX’s LP format
 * @throws Error when the problem cannot be read or the solver gives up
 */
export async function solve(problem: string): Promise<Solution> {
  loading ??= loadHighs()
  const { Status, ObjectiveValue, Columns } = (await loading).solve(problem, {
    mip_rel_gap: 0,
    mip_abs_gap: 1e-9,
  })
  const status = statuses.get(Status)
  if (!status) throw new Error(`The solver gave up: ${Status}.`)
  return {
    status,
    objective: status === 'optimal' ? ObjectiveValue : 0,
    values: new Map(
      status === 'optimal'
        ? Object.entries(Columns).map(([name, { Primal }]) => [name, Primal ?? 0])
        : [],
    ),
  }
}

const statuses = new Map<string, Solution['status']>([
  ['Optimal', 'optimal'],
  ['Infeasible', 'infeasible'],
  ['Unbounded', 'unbounded'],
  ['Primal infeasible or unbounded', 'unbounded'],
])
