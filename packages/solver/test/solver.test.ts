import { describe, expect, test } from 'vitest'
import { askInTurn, type Part, Programme, solve } from '../src/index.ts'

test('the README’s example comes out as it says', async () => {
  const { status, objective, values } = await solve(
    'Maximize\n obj: x + y\nSubject To\n c: x + 2 y <= 4\nBounds\n x <= 3\nEnd',
  )
  expect(status).toBe('optimal')
  expect(objective).toBeCloseTo(3.5, 9)
  expect(values.get('x')).toBeCloseTo(3, 9)
})

test('whole numbers are whole, and what has no solution says so', async () => {
  const whole = await solve(
    'Maximize\n obj: x + y\nSubject To\n c: 2 x + 2 y <= 5\nGeneral\n x y\nEnd',
  )
  expect(whole.objective).toBeCloseTo(2, 9)
  expect((await solve('Minimize\n obj: x\nSubject To\n a: x >= 3\n b: x <= 2\nEnd')).status).toBe(
    'infeasible',
  )
  expect((await solve('Maximize\n obj: x\nSubject To\n a: x >= 3\nEnd')).status).toBe('unbounded')
})

test('what is no problem is refused, and so is nothing', async () => {
  await expect(solve('no problem at all')).rejects.toThrow()
  await expect(solve('')).rejects.toThrow()
})

test('a problem without a solution leaves the solver as good as before', async () => {
  expect((await solve('Minimize\n obj: x\nSubject To\n a: x >= 3\n b: x <= 2\nEnd')).status).toBe(
    'infeasible',
  )
  expect((await solve('Minimize\n obj: x\nSubject To\n a: x >= 3\nEnd')).objective).toBe(3)
})

describe('a programme that is asked in turn', () => {
  /** Five of one kind and five of another, of which six may be had. */
  function programme(whole: boolean) {
    const asked = new Programme()
    const [ones, others] = [0, 1].map(() =>
      Array.from({ length: 5 }, (): Part => [asked.variable({ whole }), 1]),
    )
    const all = [...(ones ?? []), ...(others ?? [])]
    asked.line(all, { most: 6 })
    return { asked, all, ones: ones ?? [] }
  }

  test.each([true, false])(
    'gives the best for each objective among the bests for those before it (whole: %s)',
    async (whole) => {
      const { asked, all, ones } = programme(whole)
      const found = await askInTurn(asked, {}, ({ ask, hold }) => {
        const most = { sense: 'most', parts: all } as const
        const first = ask(most)
        hold(most, first?.value ?? 0)
        return [
          first?.value,
          ask({ sense: 'least', parts: ones })?.value,
          ask({ sense: 'most', parts: ones })?.value,
        ]
      })
      expect(found).toEqual([6, 1, 5])
    },
  )

  test('has squares that grow by what comes last', async () => {
    const { asked, all, ones } = programme(true)
    const square = { sense: 'least', parts: asked.squareOf(ones, 5) } as const
    const most = { sense: 'most', parts: all } as const
    const found = await askInTurn(asked, {}, ({ ask, hold }) => {
      hold(most, 6)
      const least = ask(square)?.value
      hold({ sense: 'most', parts: ones }, 3)
      return [least, ask(square)?.value]
    })
    expect(found).toEqual([1, 9])
  })

  test('without any variable is possible where nothing is asked of it', async () => {
    const nothing = new Programme()
    const ask = () =>
      askInTurn(nothing, {}, (asked) => asked.ask({ sense: 'most', parts: [] })?.value ?? null)
    expect(await ask()).toBe(0)
    nothing.line([], { least: 1 })
    expect(await ask()).toBe(null)
  })
})
