import loadHighs, { type Highs, type Model } from 'highs'
import { type Objective, type Programme, valueOf } from './programme.ts'

export interface Outcome {
  readonly value: number
  /** No other values are better. False where the solver was stopped before it knew. */
  readonly isBest: boolean
  /** By the number of the variable. */
  readonly values: Float64Array
}

export interface Effort {
  /** Values that obey every line, to begin with. */
  readonly start?: Float64Array | undefined
  /** Seconds after which the best so far has to do. The answer then depends on the machine. */
  readonly within?: number | undefined
  /** Told of every better answer on the way. */
  readonly onBetter?: ((values: Float64Array) => void) | undefined
  /** Asked from time to time; true stops the solver. */
  readonly isStopped?: (() => boolean) | undefined
}

/**
 * One programme that is asked for several objectives, the next among the best for those before: each is held to its best
 * value before the next is asked for, never weighed against it by large numbers.
 */
export interface InTurn {
  /**
   * The best for this objective; null where nothing obeys every line, or where the solver was stopped before it found
   * anything.
   */
  ask(objective: Objective, effort?: Effort): Outcome | null
  /**
   * Holds the objective to this value from now on. Where no variable has to be whole and it was asked for last, by what
   * its best values have in common, and not by a line more: a network stays a network, whose corners are whole.
   */
  hold(objective: Objective, value: number): void
}

let loading: ReturnType<typeof loadHighs> | undefined

/**
 * Opens a programme for questions, and closes it after them. Blocks the thread while it solves: whoever has others to
 * answer calls it in a worker.
 *
 * @param seed of the solver's own chance: the same programme and seed give the same answer
 * @param isLarge tens of thousands of variables that need not be whole: an interior point is far quicker there
 */
export async function askInTurn<Answer>(
  programme: Programme,
  { seed = 0, isLarge = false }: { seed?: number; isLarge?: boolean },
  questions: (asked: InTurn) => Answer,
): Promise<Answer> {
  loading ??= loadHighs()
  const highs = await loading
  const model = modelOf(highs, programme)
  const isContinuous = programme.variables.every(({ whole }) => !whole)
  let last: Objective | null = null
  model.options.set({
    output_flag: false,
    random_seed: seed,
    mip_rel_gap: 0,
    mip_abs_gap: 1e-6,
    solver: isLarge ? 'ipm' : 'choose',
  })
  try {
    return questions({
      ask(objective, effort = {}) {
        last = objective
        if (programme.variables.length === 0) return withoutVariables(programme)
        return ask(model, programme, objective, effort)
      },
      hold(objective, value) {
        if (programme.variables.length === 0) return
        if (isContinuous && objective === last) holdToBest(model)
        else hold(highs, model, objective, value)
      },
    })
  } finally {
    model.dispose()
  }
}

/** The solver calls a programme without variables empty, and says no more of it. */
function withoutVariables({ lines }: Programme): Outcome | null {
  const isPossible = lines.every(({ least, most }) => least <= 0 && most >= 0)
  return isPossible ? { value: 0, isBest: true, values: new Float64Array() } : null
}

function modelOf(highs: Highs, { variables, lines }: Programme): Model {
  const parts = lines.flatMap((line) => line.parts)
  const starts = new Int32Array(lines.length + 1)
  for (const [index, line] of lines.entries())
    starts[index + 1] = (starts[index] ?? 0) + line.parts.length
  const finite = (value: number) => Math.max(-highs.infinity, Math.min(highs.infinity, value))
  return highs.createModel({
    numCols: variables.length,
    numRows: lines.length,
    colCost: new Float64Array(variables.length),
    colLower: Float64Array.from(variables, ({ least }) => finite(least)),
    colUpper: Float64Array.from(variables, ({ most }) => finite(most)),
    rowLower: Float64Array.from(lines, ({ least }) => finite(least)),
    rowUpper: Float64Array.from(lines, ({ most }) => finite(most)),
    matrix: {
      format: 'csr',
      numRows: lines.length,
      numCols: variables.length,
      starts,
      indices: Int32Array.from(parts, ([variable]) => variable),
      values: Float64Array.from(parts, ([, coefficient]) => coefficient),
    },
    integrality: Int32Array.from(variables, ({ whole }) => Number(whole)),
  })
}

/** Thirty years: the solver takes no infinity here. */
const longest = 1e9
const optimal = 7
const infeasible = 8
const unboundedOrInfeasible = 9
/** Objective bound or target, time limit, iteration limit, interrupted. */
const stopped = new Set([11, 12, 13, 14, 16, 17])
const improvingSolution = 4
/** Simplex, interior point, integer programme. */
const interrupts = [1, 2, 6]

function ask(
  model: Model,
  { variables }: Programme,
  objective: Objective,
  { start, within = longest, onBetter, isStopped }: Effort,
): Outcome | null {
  const costs = new Float64Array(variables.length)
  const sign = objective.sense === 'most' ? -1 : 1
  for (const [variable, weight] of objective.parts)
    costs[variable] = (costs[variable] ?? 0) + sign * weight
  if (variables.length > 0)
    model.changeColsCost({ kind: 'range', from: 0, to: variables.length - 1 }, costs)
  if (start) model.setSolution({ colValue: start })
  model.zeroAllClocks()
  model.options.set({ time_limit: within })
  model.run({
    [improvingSolution]: ({ data }) => {
      if (data.mip_solution) onBetter?.(data.mip_solution)
    },
    ...Object.fromEntries(
      interrupts.map((channel) => [
        channel,
        (event: { interrupt?(): void }) => {
          if (isStopped?.()) event.interrupt?.()
        },
      ]),
    ),
  })
  const status = model.getModelStatus()
  if (status === infeasible || status === unboundedOrInfeasible) return null
  const isBest = status === optimal
  if (!isBest && !stopped.has(status))
    throw new Error(`The solver gave up with its status ${status}.`)
  if (!isBest && model.info.get('primal_solution_status') !== 2) return null
  const { colValue } = model.getSolution()
  const values = colValue.map((value, variable) =>
    variables[variable]?.whole ? Math.round(value) : value,
  )
  return { value: valueOf(objective, values), isBest, values }
}

/** What the solver takes for equal. */
const slack = 1e-6

/**
 * Complementary slackness: whatever has a reduced cost, and whatever line has a price, keeps its value in all best
 * answers, and what obeys that is one of them.
 */
function holdToBest(model: Model): void {
  const { colValue, colDual, rowValue, rowDual } = model.getSolution()
  for (const [column, cost] of colDual.entries())
    if (Math.abs(cost) > slack) {
      const value = colValue[column] ?? 0
      model.changeColBounds(column, value, value)
    }
  for (const [row, price] of rowDual.entries())
    if (Math.abs(price) > slack) {
      const value = rowValue[row] ?? 0
      model.changeRowBounds(row, value, value)
    }
}

function hold(highs: Highs, model: Model, { sense, parts }: Objective, value: number): void {
  const weights = new Map<number, number>()
  for (const [variable, weight] of parts)
    weights.set(variable, (weights.get(variable) ?? 0) + weight)
  model.addRow(
    sense === 'most' ? value - slack : -highs.infinity,
    sense === 'most' ? highs.infinity : value + slack,
    { indices: Int32Array.from(weights.keys()), values: Float64Array.from(weights.values()) },
  )
}
