import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { studyRoute } from '../app/roots.tsx'

const room = createRoute({
  getParentRoute: () => studyRoute,
  path: 'recruit',
  component: lazyRouteComponent(() => import('./RecruitmentPage.tsx'), 'RecruitmentPage'),
})

export const recruitmentRoutes = { inStudy: [room] } as const
