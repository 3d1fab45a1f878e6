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
  }
  export default function loadHighs(): Promise<Highs>
}
