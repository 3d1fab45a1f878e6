import { stage } from '@throughline/contract/transcripts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { studyRoute } from '../app/roots.tsx'

export const transcriptsRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'transcribe',
  validateSearch: z.object({
    stage: stage.optional().catch(undefined),
    find: z.string().min(1).optional().catch(undefined),
    /** A folder's id, or `none` for what stands in no folder. */
    folder: z.string().min(1).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./TranscriptsPage.tsx'), 'TranscriptsPage'),
})

export const importRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'transcribe/import',
  /** `job`: an import that was begun, to watch it and see what became of each file. */
  validateSearch: z.object({ job: z.uuid().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./import/ImportPage.tsx'), 'ImportPage'),
})

const attributesRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'transcribe/attributes',
  component: lazyRouteComponent(() => import('./attributes/AttributesPage.tsx'), 'AttributesPage'),
})

/** This room's pages; each loads its component lazily. */
export const transcriptRoutes = {
  inStudy: [transcriptsRoute, importRoute, attributesRoute],
} as const
