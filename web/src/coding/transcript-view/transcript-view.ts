import { standardKeymap } from '@codemirror/commands'
import { EditorState, Prec, type Extension, type StateEffect } from '@codemirror/state'
import { Direction, drawSelection, EditorView, keymap, type ViewUpdate } from '@codemirror/view'
import { growRange, moveEdge, type EdgeStep, type Range } from '@throughline/text'
import { findInText } from './find.ts'
import { folding, isFolded, openFolds, setFolds } from './folding.ts'
import { handles } from './handles.ts'
import { headings, setHeadings, shownHeadings } from './headings.ts'
import { minimap } from './minimap.ts'
import { anchorRect, prefersStillness, scrollTo, whole } from './places.ts'
import { Projection } from './projection.ts'
import { redraw, Scene } from './scene.ts'
import { sourceNotes } from './source-notes.ts'
import { stripes } from './stripes.ts'
import { tapToSelect } from './tap-to-select.ts'
import type {
  Fold,
  TranscriptViewOptions,
  ViewChange,
  ViewCoding,
  ViewEvents,
  ViewMode,
  ViewWords,
} from './types.ts'
import { underlines } from './underlines.ts'

/** Speakers' names up to this length stand in the narrow gutter. */
const shortName = 6

/**
 * A transcript to be read and coded. All positions and ranges that go in and out are offsets of the
 * document's text (UTF-16 units, end exclusive); what is shown of it is the projection's business.
 */
export class TranscriptView {
  readonly dom = document.createElement('div')
  readonly #projection: Projection
  readonly #scene: Scene
  readonly #view: EditorView
  readonly #on: ViewEvents
  readonly #ending = new AbortController()
  #label: string
  #words: ViewWords
  #tapping = false
  #dragging = false
  /** The coding that `nextCoding` came to, and the caret there: several may begin at one place. */
  #visited: { id: string; caret: number } | null = null
  /** What the page was told last: whether there is a selection, and what touches the caret. */
  #toldSelection = false
  #toldCodings = ''

  constructor(options: TranscriptViewOptions) {
    this.#on = options.on
    this.#label = options.label
    this.#words = options.words
    this.#projection = new Projection(options.text, options.turns)
    this.#scene = new Scene({
      projection: this.#projection,
      codes: options.codes,
      coders: options.coders ?? [],
      codings: options.codings,
    })
    this.dom.className = 'transcript-view'
    this.dom.dataset['names'] = this.#hasLongNames() ? 'long' : 'short'
    this.#setMode(options.mode)
    options.parent.append(this.dom)
    this.#view = new EditorView({
      parent: this.dom,
      state: EditorState.create({
        doc: this.#projection.shown,
        extensions: [
          this.#extensions(),
          sourceNotes(this.#projection, options.notes ?? [], (note) => this.#on.openNote?.(note)),
        ],
      }),
    })
    this.#watchDragging()
  }

  /** Change what is shown; what the change leaves out stays as it is. */
  update(change: ViewChange): void {
    const scene = this.#scene
    if (change.tapToSelect !== undefined) this.#tapping = change.tapToSelect
    const filters = [
      change.visibleCodes === undefined ? scene.visibleCodes : change.visibleCodes,
      change.visibleCoders === undefined ? scene.visibleCoders : change.visibleCoders,
    ] as const
    const changed = [
      change.codings !== undefined && scene.setCodings(change.codings),
      scene.setFilters(...filters),
      change.codes !== undefined && scene.setCodes(change.codes),
      change.coders !== undefined && scene.setCoders(change.coders),
      change.focusCode !== undefined && scene.focusCode !== change.focusCode,
      change.adjustable !== undefined && scene.adjustable !== change.adjustable,
      change.mode !== undefined && scene.mode !== change.mode,
      change.label !== undefined && this.#label !== change.label,
      change.words !== undefined,
    ].some(Boolean)
    if (change.focusCode !== undefined) scene.focusCode = change.focusCode
    if (change.adjustable !== undefined) scene.adjustable = change.adjustable
    if (change.folds !== undefined) this.#fold(change.folds)
    if (change.headings !== undefined)
      this.#view.dispatch({
        effects: setHeadings.of(shownHeadings(this.#projection, change.headings)),
      })
    if (change.mode !== undefined) this.#setMode(change.mode)
    this.#label = change.label ?? this.#label
    this.#words = change.words ?? this.#words
    if (!changed) return
    this.#redraw()
    this.#tellCodingsAtCaret()
  }

  /** Show one more coding; one of the same id is replaced. No other stripe moves. */
  addCoding(coding: ViewCoding): void {
    this.#scene.add(coding)
    this.#redraw()
    this.#tellCodingsAtCaret()
  }

  removeCoding(id: string): void {
    if (!this.#scene.remove(id)) return
    this.#redraw()
    this.#tellCodingsAtCaret()
  }

  /** The selected range, or null when there is only a caret. */
  selection(): Range | null {
    const { from, to } = this.#view.state.selection.main
    return this.#projection.rangeToText(from, to)
  }

  /** Where the caret stands. */
  caret(): number {
    return this.#projection.toText(this.#view.state.selection.main.head)
  }

  /** Select a range, or place the caret if it is empty; `scroll` (default true) brings it into view. */
  select(range: Range, options: { scroll?: boolean } = {}): void {
    const from = this.#projection.toShown(range.from, 1)
    const to = range.to > range.from ? this.#projection.toShown(range.to, -1) : from
    this.#unfold({ from, to })
    this.#view.dispatch({
      selection: { anchor: from, head: Math.max(from, to) },
      effects: options.scroll === false ? [] : [scrollTo(from, Math.max(from, to))],
      userEvent: 'select',
    })
  }

  /** Bring a position to the middle of the view; the selection stays. */
  scrollTo(position: number): void {
    const shown = this.#projection.toShown(position, 1)
    this.#unfold({ from: shown, to: shown })
    this.#view.dispatch({ effects: scrollTo(shown, shown, 'center') })
  }

  /**
   * A range with one of its edges moved by a word or a character of what is shown: labels are passed over. Of a text
   * that runs from right to left, the end moves as an arrow key points.
   */
  movedEdge(range: Range, step: EdgeStep): Range {
    const shown = this.#projection.rangeToShown(range)
    if (!shown) return range
    const isMirrored = step.edge === 'to' && this.#view.textDirectionAt(shown.to) === Direction.RTL
    const direction = isMirrored && step.direction === 1 ? -1 : isMirrored ? 1 : step.direction
    const moved = moveEdge(this.#projection.shown, shown, { ...step, direction })
    return this.#projection.rangeToText(moved.from, moved.to) ?? range
  }

  /** Grow the selection to the word, the sentence, the turn; answers what is selected then. */
  grow(): Range {
    const position = this.caret()
    const now = this.selection() ?? { from: position, to: position }
    const grown = growRange(this.#projection.text, this.#projection.spoken, now)
    this.select(grown)
    return grown
  }

  /** Put the caret at the next (1) or previous (-1) coding; answers its id, or null at the end. */
  nextCoding(direction: 1 | -1): string | null {
    const position = this.caret()
    const current = this.#visited?.caret === position ? this.#visited.id : null
    const next = this.#scene.codings.beside(position, current, direction)
    if (!next) return null
    this.select({ from: next.from, to: next.from })
    this.#visited = { id: next.id, caret: this.caret() }
    return next.id
  }

  /** The codings that touch a position, the shortest first. */
  codingsAt(position: number): ViewCoding[] {
    return this.#scene.codings.at(position)
  }

  /** Letters or lines have got another size. */
  remeasure(): void {
    this.#view.requestMeasure()
    this.#redraw()
  }

  /** Find and mark a query in the shown text, labels left out; an empty query clears the marks. */
  find(query: string): Range[] {
    const matches = findInText(this.#projection, query)
    this.#scene.matches = matches
    this.#scene.currentMatch = null
    this.#redraw()
    return matches
  }

  /** Make one of the matches the current one and bring it into view; null for none. */
  showMatch(index: number | null): void {
    const current = index === null ? undefined : this.#scene.matches[index]
    this.#scene.currentMatch = current ?? null
    const shown = current && this.#projection.rangeToShown(current)
    if (shown) this.#unfold(shown)
    this.#redraw(shown ? [scrollTo(shown.from, shown.to, 'center')] : [])
  }

  /** Where something can be put below the selection or caret, in client coordinates; null off screen. */
  anchorRect(): DOMRect | null {
    return anchorRect(this.#view, this.#view.state.selection.main)
  }

  focus(): void {
    this.#view.focus()
  }

  destroy(): void {
    this.#ending.abort()
    this.#view.destroy()
    this.dom.remove()
  }

  #extensions(): Extension {
    return [
      EditorState.lineSeparator.of('\n'),
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.contentAttributes.of(() => ({ tabindex: '0', 'aria-label': this.#label })),
      EditorView.lineWrapping,
      EditorView.perLineTextDirection.of(true),
      drawSelection({ cursorBlinkRate: prefersStillness() ? 0 : 1200 }),
      EditorState.transactionFilter.of((transaction) => {
        const selection =
          transaction.selection && whole(this.#projection.shown, transaction.selection)
        return selection ? [transaction, { selection, sequential: true }] : transaction
      }),
      Prec.highest(
        EditorView.domEventHandlers({
          keydown: (event) => this.#scene.mode === 'code' && (this.#on.key?.(event) ?? false),
        }),
      ),
      keymap.of(standardKeymap),
      // What is copied is what was said: a break made for display is none.
      EditorView.clipboardOutputFilter.of((text) => {
        const range = this.selection()
        return range ? this.#projection.said(range) : text
      }),
      tapToSelect(() => this.#tapping),
      folding(),
      headings(),
      underlines(this.#scene),
      stripes(this.#scene, () => this.#words, {
        open: (id) => this.#on.openStripe(id),
        pointAt: (id) => this.#pointAt(id),
        beyond: (id, direction) => this.#stripeBeyond(id, direction),
      }),
      handles(this.#scene, {
        drawn: (coding) => this.addCoding(coding),
        adjusted: (id, range) => this.#on.adjusted?.(id, range),
        selecting: (isGoing) => {
          this.#dragging = isGoing
          if (!isGoing) this.#tell()
        },
      }),
      minimap(this.#scene, () => this.#words, {
        walk: (direction) => this.nextCoding(direction),
      }),
      EditorView.updateListener.of((update) => this.#listen(update)),
    ]
  }

  #listen(update: ViewUpdate): void {
    if (update.selectionSet && !this.#dragging) this.#tell()
  }

  /** Tell the page about selection and caret, after the view has settled where they stand. */
  #tell(): void {
    this.#view.requestMeasure({
      key: this,
      read: (view) => anchorRect(view, view.state.selection.main),
      write: (rect) => queueMicrotask(() => this.#tellNow(rect)),
    })
  }

  #tellNow(rect: DOMRect | null): void {
    if (this.#ending.signal.aborted) return
    const range = this.selection()
    if (range || this.#toldSelection) this.#on.selection(range, range && rect)
    this.#toldSelection = range !== null
    this.#tellCaret()
  }

  #tellCaret(): void {
    const position = this.caret()
    const ids = this.#scene.codings.at(position).map((coding) => coding.id)
    this.#toldCodings = ids.join(' ')
    this.#on.caret(position, ids)
  }

  /** A coding came or went: the page is told if it touches the caret. */
  #tellCodingsAtCaret(): void {
    queueMicrotask(() => {
      if (this.#ending.signal.aborted) return
      const ids = this.#scene.codings.at(this.caret()).map((coding) => coding.id)
      if (ids.join(' ') !== this.#toldCodings) this.#tellCaret()
    })
  }

  /** While the mouse drags, the page is not told: what it shows would stand in the way. */
  #watchDragging(): void {
    const { signal } = this.#ending
    this.#view.contentDOM.addEventListener(
      'pointerdown',
      (event) => {
        if (event.pointerType === 'mouse' && event.button === 0) this.#dragging = true
      },
      { signal },
    )
    const end = () => {
      if (!this.#dragging) return
      this.#dragging = false
      this.#tell()
    }
    window.addEventListener('pointerup', end, { signal })
    window.addEventListener('pointercancel', end, { signal })
    window.addEventListener('dragend', end, { signal })
  }

  #fold(folds: readonly Fold[]): void {
    const shown = folds.flatMap(({ label, ...range }) => {
      const at = this.#projection.rangeToShown(range)
      return at ? [{ ...at, label }] : []
    })
    this.#view.dispatch({ effects: setFolds.of(shown) })
  }

  /** What is gone to is not left folded away. */
  #unfold(shown: Range): void {
    if (isFolded(this.#view, shown))
      this.#view.dispatch({
        effects: openFolds.of({ ...shown, to: Math.max(shown.to, shown.from + 1) }),
      })
  }

  #pointAt(id: string | null): void {
    if (this.#scene.pointedAt === id) return
    this.#scene.pointedAt = id
    // Focus can move while the view measures, when no transaction is allowed.
    queueMicrotask(() => {
      if (!this.#ending.signal.aborted) this.#redraw()
    })
  }

  #stripeBeyond(id: string, direction: 1 | -1): string | null {
    const coding = this.#scene.codings.get(id)
    const next = coding && this.#scene.codings.beside(coding.from, id, direction)
    if (!next) return null
    const shown = this.#projection.toShown(next.from, 1)
    this.#view.dispatch({ effects: scrollTo(shown, shown) })
    return next.id
  }

  #setMode(mode: ViewMode): void {
    this.#scene.mode = mode
    this.dom.dataset['mode'] = mode
  }

  #hasLongNames(): boolean {
    return this.#projection.turns.some((turn) => (turn.speaker?.length ?? 0) > shortName)
  }

  #redraw(effects: readonly StateEffect<unknown>[] = []): void {
    this.#view.dispatch({ effects: [redraw.of(null), ...effects] })
  }
}
