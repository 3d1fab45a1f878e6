import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { openRoute, signedInRoute } from '../app/roots.tsx'

const signIn = createRoute({
  getParentRoute: () => openRoute,
  path: 'sign-in',
  validateSearch: z.object({ next: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./SignInPage.tsx'), 'SignInPage'),
})
const setUpWithoutLink = createRoute({
  getParentRoute: () => openRoute,
  path: 'set-up',
  component: lazyRouteComponent(() => import('./SetUpPage.tsx'), 'SetUpWithoutLinkPage'),
})
const setUp = createRoute({
  getParentRoute: () => openRoute,
  path: 'set-up/$token',
  component: lazyRouteComponent(() => import('./SetUpPage.tsx'), 'SetUpPage'),
})
const invitation = createRoute({
  getParentRoute: () => openRoute,
  path: 'invitation/$token',
  component: lazyRouteComponent(() => import('./InvitationPage.tsx'), 'InvitationPage'),
})
const reset = createRoute({
  getParentRoute: () => openRoute,
  path: 'reset',
  component: lazyRouteComponent(() => import('./ResetPage.tsx'), 'ResetPage'),
})
const newPassword = createRoute({
  getParentRoute: () => openRoute,
  path: 'reset/$token',
  component: lazyRouteComponent(() => import('./NewPasswordPage.tsx'), 'NewPasswordPage'),
})
const account = createRoute({
  getParentRoute: () => signedInRoute,
  path: 'account',
  component: lazyRouteComponent(() => import('./AccountPage.tsx'), 'AccountPage'),
})
const people = createRoute({
  getParentRoute: () => signedInRoute,
  path: 'people',
  component: lazyRouteComponent(() => import('./PeoplePage.tsx'), 'PeoplePage'),
})
const outbox = createRoute({
  getParentRoute: () => signedInRoute,
  path: 'outbox',
  component: lazyRouteComponent(() => import('./OutboxPage.tsx'), 'OutboxPage'),
})

/** Sign-in and what leads to it, open to anybody; one's own account; for owners, people and the outbox. */
export const accountRoutes = {
  open: [signIn, setUpWithoutLink, setUp, invitation, reset, newPassword],
  signedIn: [account, people, outbox],
} as const
