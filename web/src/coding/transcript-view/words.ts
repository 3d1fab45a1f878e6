import type { Say } from '../../app/words.tsx'
import type { messages } from './messages.ts'
import type { ViewWords } from './types.ts'

/** The view's own words in the reader's language: `viewWords(useWords(messages))`. */
export function viewWords(say: Say<typeof messages>): ViewWords {
  return {
    stripes: say('coding.view.stripes'),
    stripe(code, coder, words, pending) {
      const stripe =
        coder === null
          ? say('coding.view.stripe.someone', { code, words })
          : say('coding.view.stripe', { code, coder, words })
      return pending ? say('coding.view.pending', { stripe }) : stripe
    },
    minimap: say('coding.view.minimap'),
    minimapAt: (part) => say('coding.view.minimapAt', { percent: Math.round(part * 100) }),
  }
}
