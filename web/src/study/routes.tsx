import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { signedInRoute, studyRoute } from '../app/roots.tsx'

const myStudiesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./MyStudiesPage.tsx'), 'MyStudiesPage'),
})

const homeRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./home/HomePage.tsx'), 'HomePage'),
})

export const participantsRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'participants',
  /** `none`: those without a site or a year. */
  validateSearch: z.object({
    site: z
      .union([z.uuid(), z.literal('none')])
      .optional()
      .catch(undefined),
    year: z
      .union([z.number().int(), z.literal('none')])
      .optional()
      .catch(undefined),
    consent: z.enum(['yes', 'no', 'not-recorded']).optional().catch(undefined),
    find: z.string().optional().catch(undefined),
  }),
  component: lazyRouteComponent(
    () => import('./participants/ParticipantsPage.tsx'),
    'ParticipantsPage',
  ),
})

const importRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'participants/import',
  component: lazyRouteComponent(() => import('./participants/ImportPage.tsx'), 'ImportPage'),
})

export const settingsParts = ['study', 'sites', 'team', 'permissions', 'attributes'] as const
export type SettingsPart = (typeof settingsParts)[number]

export const settingsRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'settings',
  validateSearch: z.object({ part: z.enum(settingsParts).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage'),
})

export const protocolParts = [
  'opening',
  'documents',
  'approvals',
  'contacts',
  'glossary',
  'team',
] as const

export const protocolRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'protocol',
  validateSearch: z.object({ part: z.enum(protocolParts).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./protocol/ProtocolPage.tsx'), 'ProtocolPage'),
})

export const documentRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'protocol/documents/$document',
  component: lazyRouteComponent(() => import('./protocol/DocumentPage.tsx'), 'DocumentPage'),
})

const auditRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'audit',
  component: lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
})

/** This room's pages; each loads its component lazily. */
export const studyRoutes = {
  signedIn: [myStudiesRoute],
  inStudy: [
    homeRoute,
    participantsRoute,
    importRoute,
    settingsRoute,
    protocolRoute,
    documentRoute,
    auditRoute,
  ],
} as const
