import * as contract from '@throughline/contract/themes'
import { answer, type BoundEndpoint, perform } from '../platform/http/endpoints.ts'
import { addTheme } from './add-theme.ts'
import { carryCodes, takeCodesOut } from './carry-codes.ts'
import { changeTheme } from './change-theme.ts'
import { moveTheme } from './move-theme.ts'
import { countThemes, listThemeChanges, themeBoard, waitingForThemes } from './queries.ts'
import { removeTheme } from './remove-theme.ts'
import { bringThemeBack, setThemeAside } from './set-theme-aside.ts'

const read = 'read transcripts'

export const themeEndpoints: readonly BoundEndpoint[] = [
  answer(contract.themeBoard, read, ({ transaction, study }) => themeBoard(transaction, study)),
  answer(contract.listThemeChanges, read, async ({ transaction, study }, { search }) => ({
    changes: await listThemeChanges(transaction, study, search),
  })),
  answer(contract.countThemes, read, ({ transaction, study }) => countThemes(transaction, study)),
  answer(contract.waitingForThemes, null, async ({ transaction, study, member }) => ({
    items: member.actions.has('change themes') ? await waitingForThemes(transaction, study) : [],
  })),
  perform(addTheme),
  perform(changeTheme),
  perform(moveTheme),
  perform(setThemeAside),
  perform(bringThemeBack),
  perform(removeTheme),
  perform(carryCodes),
  perform(takeCodesOut),
]
