import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { studyRoute } from '../app/roots.tsx'

const boardRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'themes',
  component: lazyRouteComponent(() => import('./themes-page.tsx'), 'ThemesPage'),
})

export const themeRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'themes/$theme',
  /** `who`: only what this participant said. */
  validateSearch: z.object({ who: z.string().optional() }),
  component: lazyRouteComponent(() => import('./theme-page.tsx'), 'ThemePage'),
})

/** This room's pages; each loads its component lazily. */
export const themeRoutes = { inStudy: [boardRoute, themeRoute] } as const
