import '../../app/strict-zod.ts'
import '../../design/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { fontsCome } from '../../app/fonts.ts'
import { WordsProvider } from '../../app/words.tsx'
import { JoinPage } from './JoinPage.tsx'
import { firstLanguage, useLanguage } from './languages.ts'
import { MyPage } from './MyPage.tsx'
import './visit.css'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no place for what it shows.')

const word = /^\/join\/([^/]+)/.exec(location.pathname)?.[1]

function VisitPages() {
  const language = useLanguage()
  return word === undefined ? (
    <MyPage link={location.hash.slice(1)} language={language} />
  ) : (
    <JoinPage link={decodeURIComponent(word)} language={language} />
  )
}

firstLanguage()
await fontsCome(1_000)
createRoot(root).render(
  <StrictMode>
    <WordsProvider>
      <VisitPages />
    </WordsProvider>
  </StrictMode>,
)
