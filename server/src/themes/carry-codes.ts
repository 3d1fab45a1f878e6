import * as contract from '@throughline/contract/themes'
import { useCase } from '../platform/commands/step.ts'
import { carry, carryBack, carryMemory } from './placements.ts'
import { openThemes, themeChanged, themeOf } from './theme-list.ts'

export const carryCodes = useCase({
  command: contract.carryCodes,
  may: 'change themes',
  sharedUndo: true,
  memory: carryMemory,
  async run(context, { codes, to, from, before, reason }) {
    const themes = await openThemes(context)
    themeOf(themes, to)
    if (from !== null) themeOf(themes, from)
    const memory = await carry(context, { codes, to, from, before, reason })
    return {
      answer: { id: to },
      subject: { kind: 'theme', id: to },
      detail: { codes: codes.length },
      memory,
      events: [themeChanged(to), ...(from === null || from === to ? [] : [themeChanged(from)])],
    }
  },
  async undo(context, memory, { to }) {
    await openThemes(context)
    return { subject: { kind: 'theme', id: to }, events: await carryBack(context, memory) }
  },
})

export const takeCodesOut = useCase({
  command: contract.takeCodesOut,
  may: 'change themes',
  sharedUndo: true,
  memory: carryMemory,
  async run(context, { codes, theme, reason }) {
    themeOf(await openThemes(context), theme)
    const memory = await carry(context, { codes, to: null, from: theme, before: null, reason })
    return {
      answer: { id: theme },
      subject: { kind: 'theme', id: theme },
      detail: { codes: codes.length },
      memory,
      events: [themeChanged(theme)],
    }
  },
  async undo(context, memory, { theme }) {
    await openThemes(context)
    return { subject: { kind: 'theme', id: theme }, events: await carryBack(context, memory) }
  },
})
