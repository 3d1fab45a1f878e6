import { signUpState } from '@throughline/contract/recruitment'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { studyRoute } from '../app/roots.tsx'

export const recruitmentParts = ['people', 'frame', 'channels', 'funnel', 'stopping'] as const

export const recruitRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'recruit',
  validateSearch: z.object({
    part: z.enum(recruitmentParts).optional().catch(undefined),
    state: signUpState.optional().catch(undefined),
    site: z.uuid().optional().catch(undefined),
    find: z.string().optional().catch(undefined),
    page: z.number().int().optional().catch(undefined),
    person: z.uuid().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./RecruitmentPage.tsx'), 'RecruitmentPage'),
})

export const recruitmentRoutes = { inStudy: [recruitRoute] } as const
