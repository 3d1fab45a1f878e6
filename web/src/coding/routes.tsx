import { quoteQuestion } from '@throughline/contract/quotes'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { studyRoute } from '../app/roots.tsx'
import { filters } from './screen/show/filters.ts'

const chooseRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'code',
  component: lazyRouteComponent(() => import('./choose-transcript.tsx'), 'ChooseTranscript'),
})

export const codingRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'code/$transcript',
  /**
   * `at`: a place in the text (UTF-16 units); `coding`: a coding to go to; `beside`: a second transcript; the rest:
   * what is shown.
   */
  validateSearch: filters.extend({
    at: z.number().int().min(0).optional().catch(undefined),
    coding: z.string().optional().catch(undefined),
    beside: z.uuid().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./screen/coding-page.tsx'), 'CodingPage'),
})

const printRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'code/$transcript/print',
  validateSearch: filters,
  component: lazyRouteComponent(() => import('./print/print-page.tsx'), 'PrintPage'),
})

export const quotesRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'quotes',
  /** The question, so that a link holds it; or the saved `view` that holds it. */
  validateSearch: quoteQuestion.extend({ view: z.uuid().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./quotes/quotes-page.tsx'), 'QuotesPage'),
})

const codesRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'codes',
  /** The code to look at first. */
  validateSearch: z.object({ code: z.uuid().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./codes-page.tsx'), 'CodesPage'),
})

const importCodesRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'codes/import',
  component: lazyRouteComponent(() => import('./code-import/import-page.tsx'), 'ImportCodesPage'),
})

const codeRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'codes/$code',
  component: lazyRouteComponent(() => import('./code-page/code-page.tsx'), 'CodePage'),
})

const weightsRoute = createRoute({
  getParentRoute: () => studyRoute,
  path: 'weights',
  component: lazyRouteComponent(() => import('./weights/weights-page.tsx'), 'WeightsPage'),
})

/** This room's pages; each loads its component lazily. */
export const codingRoutes = {
  inStudy: [
    chooseRoute,
    codingRoute,
    printRoute,
    codesRoute,
    importCodesRoute,
    codeRoute,
    quotesRoute,
    weightsRoute,
  ],
} as const
