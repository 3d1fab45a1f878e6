import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { studyRoute } from '../app/roots.tsx'

const reportRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'report',
  component: lazyRouteComponent(() => import('./report-page.tsx'), 'ReportPage'),
})

/** This room's pages; each loads its component lazily. */
export const reportingRoutes = { inStudy: [reportRoute] } as const
