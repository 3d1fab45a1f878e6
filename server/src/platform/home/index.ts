export { diskFull, explainFileError, prepareHome, resolveHome, type Home } from './home.ts'
export { exitCodes, StartFailure, type StartFailureReason } from './start-failure.ts'
export { findHolder, lockHome, type HomeHolder, type HomeLock } from './lock.ts'
export { onLauncherEnd } from './launcher.ts'
