import './strict-policy.ts'
import '../design/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider as AriaRouter } from 'react-aria-components'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ToastRegion } from '../design/index.ts'
import { fontsCome } from './fonts.ts'
import { outbox } from './outbox/index.ts'
import { queryClient } from './queries.ts'
import { router } from './router.tsx'
import { followReadingSettings } from './reading-settings.ts'
import { followSession } from './session.ts'
import { announceRefusals } from './shell/refusals.ts'
import { WordsProvider } from './words.tsx'

followSession()
followReadingSettings()
outbox.start()
announceRefusals()

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no place for the app.')

await fontsCome(1_000)
createRoot(root).render(
  <StrictMode>
    <WordsProvider>
      <QueryClientProvider client={queryClient}>
        <AriaRouter navigate={(to) => void router.navigate({ href: to })}>
          <RouterProvider router={router} />
          <ToastRegion />
        </AriaRouter>
      </QueryClientProvider>
    </WordsProvider>
  </StrictMode>,
)
