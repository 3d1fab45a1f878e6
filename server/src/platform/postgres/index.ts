export {
  startEmbedded,
  type DatabaseEvent,
  type EmbeddedOptions,
  type RunningPostgres,
} from './embedded.ts'
export { openServer, runAsApp, type DatabaseServer, type ServerChoice } from './open-server.ts'
export { findRunningServer, joinServer } from './join-server.ts'
export { appRole, databaseName, ownerRole, withClient } from './roles.ts'
