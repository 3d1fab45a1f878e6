import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router'
import { ErrorPage, NotFoundPage } from './shell/Fault.tsx'
import { SignedIn } from './shell/SignedIn.tsx'
import { StudyShell } from './shell/StudyShell.tsx'

// The three places that a room's route can hang from.

/** Nobody needs to be signed in: sign-in, set-up, invitation, reset. */
export const openRoute = createRootRoute({
  component: Outlet,
  errorComponent: ErrorPage,
  notFoundComponent: NotFoundPage,
})

/** Somebody is signed in; the top bar without a study. */
export const signedInRoute = createRoute({
  getParentRoute: () => openRoute,
  id: 'signed-in',
  component: SignedIn,
  errorComponent: ErrorPage,
})

/** In a study: the rail, the save state, the live stream. `studyRoute.useParams().study` is its id. */
export const studyRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: 'studies/$study',
  component: StudyShell,
  errorComponent: ErrorPage,
  notFoundComponent: NotFoundPage,
})
