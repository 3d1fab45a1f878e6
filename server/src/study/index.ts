import type { Room } from '../platform/room.ts'
import { documentMigrations } from './documents/migrations.ts'
import { studyMigrations } from './migrations.ts'
import { protocolMigrations } from './protocol/migrations.ts'
import { studyRefusals } from './refusals.ts'
import { studyRoutes } from './routes.ts'

export const study: Room = {
  name: 'study',
  migrations: [...studyMigrations, ...protocolMigrations, ...documentMigrations],
  endpoints: studyRoutes,
  refusals: studyRefusals,
}

export { type InForce, inForceNow, inLanguage, versionOf } from './documents/queries.ts'
export { excludes } from './documents/rules.ts'
export { programmesOf, protocolOf, recruitingSites } from './protocol/store.ts'
export { addSite } from './add-site.ts'
export { insertStudy } from './found-study.ts'
export { addAttribute } from './participants/add-attribute.ts'
export { addParticipant } from './participants/add-participant.ts'
export { attributesOf, participantsOf } from './participants/store.ts'
export { exportParticipants } from './participants/spreadsheet/index.ts'
export { cleanLine, cleanText } from './participants/rules.ts'
export { readTable } from './participants/spreadsheet/read-table.ts'
export { membersOf, sitesOf, studiesOf } from './queries.ts'
export { type Action, permissions, type Role, roleMay, roles } from './rules.ts'
export { syncPermissions } from './sync-permissions.ts'
