import { Outlet, useParams } from '@tanstack/react-router'
import { useLive } from '../live.ts'
import { useUndoKeys } from '../outbox/index.ts'

/** What every page of a study has: its live stream, and undo by keys. */
export function StudyShell() {
  const { study } = useParams({ from: '/signed-in/studies/$study' })
  useLive(study)
  useUndoKeys(study)
  return <Outlet />
}
