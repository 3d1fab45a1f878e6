export { AgreementError } from './agreement-error.ts'
export { type Figure, type Reason, figure, undefinedBecause } from './figure.ts'
export {
  type Ratings,
  type Value,
  ofCoders,
  ofUnits,
  ratingsOf,
  ratingsOfCounts,
} from './ratings.ts'
export { type Weights, type WeightScheme, givenWeights, weightsOf } from './weights.ts'
export {
  type BeyondChance,
  type Table,
  type TwoCoders,
  agreementOfTwo,
  tableOf,
} from './two-coders.ts'
export {
  type Coefficient,
  type ManyCoders,
  agreementOfMany,
  allAgree,
  fleissPerCategory,
  lightsKappa,
} from './many-coders.ts'
export { type Alpha, type Metric, alphaByDistance, krippendorffAlpha } from './krippendorff.ts'
export { type CodeSet, type SetDistance, setDistances } from './set-valued.ts'
export { holsti, pooledKappa } from './pooled.ts'
export {
  type CoderOfText,
  type Continuum,
  type Segment,
  codesOf,
  endToEnd,
  ofCode,
} from './text/continuum.ts'
export { type UAlpha, gap, uAlpha } from './text/u-alpha.ts'
export { type LegacyAlpha, legacyAlphaU } from './text/legacy-alpha-u.ts'
export {
  type CharacterOverlap,
  type OverlapRule,
  type SegmentAgreement,
  type Stretch,
  characterCounts,
  characterOverlap,
  codedUnits,
  misleadingTableOfCharacters,
  overlapOf,
  segmentAgreement,
  warningOfCharacters,
} from './text/segments.ts'
export {
  type Dissimilarity,
  type GammaOptions,
  type GammaUnit,
  dissimilarity,
  usualGammaOptions,
} from './gamma/dissimilarity.ts'
export { type BestAlignment, type UnitaryAlignment, bestAlignment } from './gamma/best-alignment.ts'
export { type Gamma, gamma } from './gamma/gamma.ts'
export { type Bootstrap, bootstrap, percentile } from './bootstrap.ts'
export {
  type CodesByInterview,
  type NewInformation,
  conceptualDepthCriteria,
  coverage,
  firstRunAtMost,
  newInformation,
  permutationBand,
  saturatedAt,
} from './stopping.ts'
export { type AgreementResult, methodsSentence } from './result.ts'
