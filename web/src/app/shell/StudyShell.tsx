import { getStudy } from '@throughline/contract/study'
import { Outlet, useParams } from '@tanstack/react-router'
import { Loading } from '../../design/index.ts'
import { useLive } from '../live.ts'
import { useUndoKeys } from '../outbox/index.ts'
import { useAsk } from '../queries.ts'

/**
 * What every page of a study has: its live stream, and undo by keys. A page begins once it is known what I may do here:
 * buttons that came later would push the rest aside.
 */
export function StudyShell() {
  const { study } = useParams({ from: '/signed-in/studies/$study' })
  const about = useAsk(getStudy, { params: { study } }, { live: ['study', 'member'] })
  useLive(study)
  useUndoKeys(study)
  return about.isPending ? <Loading /> : <Outlet />
}
