export { clampRange, covers, piecesWithin, sameRange, type Range } from './range.ts'
export { normaliseText } from './normalise.ts'
export { graphemeCeiling, graphemeFloor, isGraphemeBorder, snapToGraphemes } from './graphemes.ts'
export { trimRange } from './white-space.ts'
export { reachOfWords, wordsIn } from './words.ts'
export { growRange, wholeTurns } from './grow.ts'
export { moveEdge, putEdge, type Edge, type EdgeStep, type EdgeUnit } from './move-edge.ts'
export { codePointIndex, type CodePointIndex } from './code-points.ts'
export { splitForDisplay } from './split.ts'
export {
  applyEdit,
  composeEdits,
  invertEdit,
  isTextEdit,
  makeEdit,
  mapRange,
  mapRanges,
  type MappedRange,
  type Replacement,
  type TextEdit,
} from './edits.ts'
export {
  checkQuoteEdits,
  shownQuote,
  shownQuoteParts,
  type QuoteEdit,
  type QuoteEditsCheck,
  type QuotePart,
} from './quotes.ts'
export { sourceAgrees } from './source-agrees.ts'
export {
  quotedWords,
  type Passage,
  type QuotedWords,
  type SpeakerRole,
  type TurnOfTranscript,
} from './quoted-words.ts'
export { carried, fitToPieces, joinTexts, splitText, type Fitted, type Piece } from './pieces.ts'
export { headingsIn, linesLike, questionsAsked, type FoundMark } from './marks.ts'
