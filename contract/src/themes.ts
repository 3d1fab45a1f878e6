import { z } from 'zod'
import { colour } from './coding.ts'
import { command, inStudy, nothing, query } from './endpoint.ts'
import { id, line, moment, prose } from './platform.ts'
import { railCount, waitingList } from './study.ts'

const reason = prose(2_000).default('')
/** Before which one of the same list; null: at the end. */
const before = id.nullable().default(null)

/** A code as the board shows it. */
export const boardCode = z.object({
  id,
  parent: id.nullable(),
  name: z.string(),
  colour,
  codings: z.number().int(),
  retired: z.boolean(),
  /** Has codes beneath it and no coding of its own: it only holds others together. */
  heading: z.boolean(),
})
export type BoardCode = z.infer<typeof boardCode>

export const theme = z.object({
  id,
  name: z.string(),
  centralIdea: z.string(),
  definition: z.string(),
  setAside: z.boolean(),
  /** Its codes in their order on the card. A code may stand in several themes. */
  codes: z.array(id),
  codings: z.number().int(),
  /** Participants with a coding by one of its codes, in the order of their labels. */
  participants: z.array(id),
  /** Transcripts that belong to no participant and speak of it. */
  transcriptsWithoutParticipant: z.number().int(),
})
export type Theme = z.infer<typeof theme>

export const themeBoard = query({
  name: 'theme-board',
  path: '/api/studies/:study/themes',
  summary: 'The themes in their order, all codes, and who speaks of which theme.',
  params: inStudy,
  search: nothing,
  answer: z.object({
    themes: z.array(theme),
    codes: z.array(boardCode),
    /** Everybody with a released transcript, in the order of their labels. */
    participants: z.array(z.object({ id, label: z.string() })),
    /** Released transcripts that belong to no participant. */
    transcriptsWithoutParticipant: z.number().int(),
  }),
})
export type ThemeBoard = z.infer<(typeof themeBoard)['answer']>

export const themeChange = z.object({
  number: z.number().int(),
  theme: id,
  what: z.enum([
    'added',
    'changed',
    'moved',
    'codes carried in',
    'codes taken out',
    'set aside',
    'brought back',
    'removed',
  ]),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  reason: z.string(),
  /** Whether this change was the undoing of another. */
  undoing: z.boolean(),
  by: z.string(),
  at: moment,
  /** The step that made it: what `undo` takes back. */
  step: id,
  undoable: z.boolean(),
})
export type ThemeChange = z.infer<typeof themeChange>

export const listThemeChanges = query({
  name: 'list-theme-changes',
  path: '/api/studies/:study/theme-changes',
  summary: 'The history of the themes, or of one theme, newest first.',
  params: inStudy,
  search: z.object({
    theme: id.optional(),
    before: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ changes: z.array(themeChange) }),
})

export const countThemes = query({
  name: 'count-themes',
  path: '/api/studies/:study/counts/themes',
  summary: 'Where the study stands with its themes, for the rail.',
  params: inStudy,
  search: nothing,
  answer: railCount,
})

export const waitingForThemes = query({
  name: 'waiting-for-themes',
  path: '/api/studies/:study/waiting/themes',
  summary: 'What waits in this room for the member who asks.',
  params: inStudy,
  search: nothing,
  answer: waitingList,
})

const codes = z.array(id).max(500)

export const addTheme = command({
  name: 'add-theme',
  summary: 'Begin a candidate theme, empty or with codes.',
  body: z.object({
    id,
    name: line(200),
    centralIdea: prose(10_000).default(''),
    definition: prose(10_000).default(''),
    codes: codes.default([]),
    /** The theme that the codes leave; null when they stay where else they stand. */
    from: id.nullable().default(null),
    before,
    reason,
  }),
  answer: z.object({ id }),
})

export const changeTheme = command({
  name: 'change-theme',
  summary: 'Rename a theme, or change its central idea or its definition.',
  body: z.object({
    id,
    name: line(200).optional(),
    centralIdea: prose(10_000).optional(),
    definition: prose(10_000).optional(),
    reason,
  }),
  answer: z.object({ id }),
})

export const moveTheme = command({
  name: 'move-theme',
  summary: 'Move a theme to another place among the themes; the report follows this order.',
  body: z.object({ id, before, reason }),
  answer: z.object({ id }),
})

export const setThemeAside = command({
  name: 'set-theme-aside',
  summary: 'Set a theme aside: it keeps its codes and leaves the board and the report.',
  body: z.object({ id, reason }),
  answer: z.object({ id }),
})

export const bringThemeBack = command({
  name: 'bring-theme-back',
  summary: 'Bring back a theme that was set aside.',
  body: z.object({ id, reason }),
  answer: z.object({ id }),
})

export const removeTheme = command({
  name: 'remove-theme',
  summary: 'Remove a theme that has no codes. Its history stays.',
  body: z.object({ id, reason }),
  answer: z.object({ id }),
})

export const carryCodes = command({
  name: 'carry-codes',
  summary: 'Carry codes into a theme, or to another place in it.',
  body: z.object({
    codes: codes.min(1),
    to: id,
    /** The theme that they leave; null when they come from none, or stand in both from now on. */
    from: id.nullable().default(null),
    before,
    reason,
  }),
  answer: z.object({ id }),
})

export const takeCodesOut = command({
  name: 'take-codes-out',
  summary: 'Take codes out of a theme.',
  body: z.object({ codes: codes.min(1), theme: id, reason }),
  answer: z.object({ id }),
})
