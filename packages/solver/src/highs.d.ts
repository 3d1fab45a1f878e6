/**
 * What is used of the solver. Its own types describe the CommonJS form of the package, in which the loader lies one
 * `default` deeper than in the module that Node loads.
 */
declare module 'highs' {
  interface Highs {
    /** Takes a problem in CPLEX’s LP format and blocks until it is solved. */
    solve(
      problem: string,
      options?: Readonly<Record<string, string | number | boolean>>,
    ): {
      Status: string
      ObjectiveValue: number
      Columns: Record<string, { Primal?: number }>
    }
    readonly infinity: number
    createModel(data: ModelData): Model
  }

  interface ModelData {
    numCols: number
    numRows: number
    colCost: Float64Array
    colLower: Float64Array
    colUpper: Float64Array
    rowLower: Float64Array
    rowUpper: Float64Array
    matrix: {
      format: 'csr'
      numRows: number
      numCols: number
      starts: Int32Array
      indices: Int32Array
      values: Float64Array
    }
    /** By column: 0 continuous, 1 whole. */
    integrality: Int32Array
  }

  interface Model {
    readonly options: {
      set(options: Readonly<Record<string, string | number | boolean>>): unknown
    }
    /** Blocks until it is solved, a limit is met, or a handler interrupts. Keys are callback types. */
    run(callbacks?: Readonly<Record<number, (event: CallbackEvent) => undefined>>): unknown
    getModelStatus(): number
    getObjectiveValue(): number
    getSolution(): {
      colValue: Float64Array
      colDual: Float64Array
      rowValue: Float64Array
      rowDual: Float64Array
    }
    setSolution(start: { colValue: Float64Array }): unknown
    zeroAllClocks(): unknown
    changeColsCost(
      selection: { kind: 'range'; from: number; to: number },
      costs: Float64Array,
    ): unknown
    changeColBounds(column: number, lower: number, upper: number): unknown
    changeRowBounds(row: number, lower: number, upper: number): unknown
    addRow(
      lower: number,
      upper: number,
      entries: { indices: Int32Array; values: Float64Array },
    ): unknown
    readonly info: { get(name: string): number | bigint }
    dispose(): void
  }

  interface CallbackEvent {
    readonly data: {
      readonly objective_function_value?: number
      readonly mip_solution?: Float64Array
    }
    /** On the channels that can stop the solver. */
    interrupt?(): void
  }

  export default function loadHighs(): Promise<Highs>
}
