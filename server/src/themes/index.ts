import { holdCodes } from '../coding/index.ts'
import type { Room } from '../platform/room.ts'
import { themeMigrations } from './migrations.ts'
import { codesInThemes } from './replace-codes.ts'
import { themeEndpoints } from './routes.ts'

export { addTheme } from './add-theme.ts'
export { listThemes } from './queries.ts'
export { placeBefore, type Placed } from './rules.ts'

export const themes: Room = {
  name: 'themes',
  migrations: themeMigrations,
  endpoints: themeEndpoints,
  furnish(platform) {
    holdCodes(platform, codesInThemes)
  },
  refusals: {
    theme_code_code: {
      code: 'in-a-theme',
      detail: 'This code stands in a theme. Take it out of the theme first, or retire the code.',
    },
    theme_pkey: { code: 'exists-already', detail: 'This theme exists already. Reload the board.' },
  },
}
