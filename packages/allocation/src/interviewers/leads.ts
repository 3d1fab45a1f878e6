import { askInTurn, type Objective, type Part, Programme } from '@throughline/solver'

/** Two people who hold a session, and who of them may lead it. */
export interface Pair {
  readonly session: string
  readonly members: readonly string[]
  readonly able: readonly string[]
}

/** Who leads each session, with the least sum of squared leads that these pairs allow. */
export async function leadsOf(
  pairs: readonly Pair[],
  seed: number,
): Promise<{ leads: Map<string, string>; squares: number }> {
  const programme = new Programme()
  const choices = pairs.flatMap(({ session, able }) =>
    able.map((id) => ({ session, id, variable: programme.variable() })),
  )
  for (const own of Map.groupBy(choices, ({ session }) => session).values())
    programme.line(own.map(asPart), { least: 1, most: 1 })
  const squared: Objective = {
    sense: 'least',
    parts: [...Map.groupBy(choices, ({ id }) => id).values()].flatMap((own) =>
      programme.squareOf(own.map(asPart), own.length),
    ),
  }
  const outcome = await askInTurn(programme, { seed }, (asked) => asked.ask(squared))
  const chosen = choices.filter(({ variable }) => outcome?.values[variable] === 1)
  return {
    leads: new Map(chosen.map(({ session, id }) => [session, id])),
    squares: Math.round(outcome?.value ?? 0),
  }
}

const asPart = ({ variable }: { variable: number }): Part => [variable, 1]

/** The least sum of squares that any way of sharing so many among so many people has. */
export function leastSquares(total: number, people: number): number {
  if (people === 0) return 0
  const [each, over] = [Math.floor(total / people), total % people]
  return over * (each + 1) ** 2 + (people - over) * each ** 2
}
