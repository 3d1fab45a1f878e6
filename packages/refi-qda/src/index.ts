export type { ProjectFile } from './archive.ts'
export type { Convention, FoundConvention } from './conventions.ts'
export { childOf, childrenOf, type Element, within } from './element.ts'
export {
  countsOf,
  type Counts,
  readRefiQda,
  type RefiQda,
  writeRefiQda,
  xmlIn,
  xmlOf,
} from './project.ts'
export { RefiQdaError, type RefiQdaProblem } from './refi-qda-error.ts'
export { type DocumentKind, documents } from './schema.ts'
export type { SourceConvention } from './texts.ts'
export type { Warning } from './warnings.ts'
