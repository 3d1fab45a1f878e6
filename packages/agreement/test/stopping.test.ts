import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AgreementError,
  agreementOfTwo,
  type AgreementResult,
  coverage,
  figure,
  methodsSentence,
  newInformation,
  permutationBand,
  undefinedBecause,
} from '../src/index.ts'

test('the README’s example comes out as it says', () => {
  const { observed, cohen, scott, gwet } = agreementOfTwo([
    [20, 5],
    [10, 15],
  ])
  expect(observed.value).toBeCloseTo(0.7, 10)
  expect(cohen.expected).toBeCloseTo(0.5, 10)
  expect(cohen.coefficient.value).toBeCloseTo(0.4, 10)
  expect(scott.coefficient.value).toBeCloseTo(0.394, 3)
  expect(gwet.coefficient.value).toBeCloseTo(0.406, 3)
})

const interviews = fc.array(fc.subarray(['a', 'b', 'c', 'd', 'e']), { minLength: 1, maxLength: 8 })

describe('codes over interviews', () => {
  test('end at the same number in whatever order, and never fall', () => {
    fc.assert(
      fc.property(interviews, (codes) => {
        const { cumulative, added } = coverage(codes)
        expect(cumulative.at(-1)).toBe(new Set(codes.flat()).size)
        expect(cumulative.toSorted((a, b) => a - b)).toEqual(cumulative)
        expect(added.reduce((total, one) => total + one, 0)).toBe(cumulative.at(-1))
      }),
    )
  })

  test('lie in a band over orders that is the same from its seed and closes at the end', () => {
    fc.assert(
      fc.property(interviews, (codes) => {
        const band = permutationBand(codes, { permutations: 50, seed: 3 })
        expect(permutationBand(codes, { permutations: 50, seed: 3 })).toEqual(band)
        for (const { low, median, high } of band) {
          expect(low).toBeLessThanOrEqual(median)
          expect(median).toBeLessThanOrEqual(high)
        }
        const all = new Set(codes.flat()).size
        expect(band.at(-1)).toEqual({ low: all, median: all, high: all })
      }),
    )
  })

  test('say what is wrong with a base that cannot be', () => {
    expect(() => newInformation([['a']], { base: 0, run: 1 })).toThrow(AgreementError)
    expect(() => newInformation([[], ['a']], { base: 1, run: 1 })).toThrow('have no codes')
  })
})

describe('the sentence for a methods section', () => {
  const result: AgreementResult = {
    statistic: 'Krippendorff’s α (nominal)',
    figure: figure(-0.0512),
    interval: { low: -0.2, high: 0.31, of: '2,000 resamples of transcripts' },
    unit: 'turns',
    units: 1_240,
    coders: 3,
    scope: 'the code “Trust”',
    chance: 'the shares of all coders together',
    overlapRule: 'a turn has a code when any of it has',
    prevalence: 0.083,
    percentAgreement: figure(0.91),
  }

  test('carries unit, scope, numbers, chance, rule and prevalence', () => {
    expect(methodsSentence(result)).toBe(
      'For the code “Trust”, 3 coders were compared on 1,240 turns: Krippendorff’s α (nominal) was −0.05 (95% interval ' +
        '−0.20 to 0.31, 2,000 resamples of transcripts); they agreed on 91.0% (chance from the shares of all coders ' +
        'together; a turn has a code when any of it has; prevalence 8.3%).',
    )
  })

  test('says that a figure is undefined, and why', () => {
    const none = { ...result, figure: undefinedBecause('there are no units'), interval: null }
    expect(methodsSentence(none)).toContain('is undefined (there are no units)')
    expect(() => methodsSentence({ ...result, coders: 1 })).toThrow(AgreementError)
  })
})
