import type { Room } from './platform/room.ts'
import { coding } from './coding/index.ts'
import { recruitment } from './recruitment/index.ts'
import { reporting } from './reporting/index.ts'
import { study } from './study/index.ts'
import { themes } from './themes/index.ts'
import { transcripts } from './transcripts/index.ts'

/** The rooms in the order in which a study flows through them; a room may use those before it, never one behind. */
export const rooms: readonly Room[] = [study, recruitment, transcripts, coding, themes, reporting]
