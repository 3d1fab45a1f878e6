export { DisclosureError } from './disclosure-error.ts'
export { type Bounds, type Rule, type Shown, mayShow, ruleOf, rules, showCount } from './rules.ts'
export { type CountTable, type Place, type Published, countAt, keyOf, placesOf } from './table.ts'
export { inferable } from './attack.ts'
export {
  type Inferable,
  type ProtectedCell,
  type ProtectedTable,
  protectTable,
  withOthers,
} from './protect.ts'
export { type Difference, differences } from './differencing.ts'
export {
  type Disclosure,
  type Person,
  type QuotedWords,
  disclosedInWords,
} from './quotes/people.ts'
export {
  type Combination,
  type Generalisation,
  type Populations,
  type QuoteRisk,
  type Risk,
  quoteRisks,
  riskThresholds,
} from './quotes/risk.ts'
