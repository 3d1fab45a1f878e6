import { createRouter } from '@tanstack/react-router'
import { accountRoutes } from '../accounts/routes.tsx'
import { codingRoutes } from '../coding/routes.tsx'
import { interviewRoutes } from '../interviews/routes.tsx'
import { recruitmentRoutes } from '../recruitment/routes.tsx'
import { reportingRoutes } from '../reporting/routes.tsx'
import { studyRoutes } from '../study/routes.tsx'
import { themeRoutes } from '../themes/routes.tsx'
import { transcriptRoutes } from '../transcripts/routes.tsx'
import { openRoute, signedInRoute, studyRoute } from './roots.tsx'

// A new room: import its routes above and add one line to each list that it has routes for.
const routeTree = openRoute.addChildren([
  ...accountRoutes.open,
  signedInRoute.addChildren([
    ...accountRoutes.signedIn,
    ...studyRoutes.signedIn,
    studyRoute.addChildren([
      ...studyRoutes.inStudy,
      ...recruitmentRoutes.inStudy,
      ...interviewRoutes.inStudy,
      ...transcriptRoutes.inStudy,
      ...codingRoutes.inStudy,
      ...themeRoutes.inStudy,
      ...reportingRoutes.inStudy,
    ]),
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
