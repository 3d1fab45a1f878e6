import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { studyRoute } from '../app/roots.tsx'

const room = createRoute({
  getParentRoute: () => studyRoute,
  path: 'interview',
  component: lazyRouteComponent(() => import('./InterviewsPage.tsx'), 'InterviewsPage'),
})

export const interviewRoutes = { inStudy: [room] } as const
