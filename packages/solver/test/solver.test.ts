import { expect, test } from 'vitest'
import { solve } from '../src/index.ts'

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

test('what is no problem is refused', async () => {
  await expect(solve('no problem at all')).rejects.toThrow()
})
