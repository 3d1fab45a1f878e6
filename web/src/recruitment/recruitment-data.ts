import { listChannels, listSignUps, type SignUpState } from '@throughline/contract/recruitment'
import { useAsk } from '../app/queries.ts'
import { language } from '../app/words.tsx'

export interface Asked {
  state: SignUpState | undefined
  site: string | undefined
  find: string
  page: number
}

export function useSignUps(study: string, { state, site, find, page }: Asked) {
  return useAsk(
    listSignUps,
    {
      params: { study },
      search: {
        state: state === undefined ? [] : [state],
        ...(site === undefined ? {} : { site }),
        ...(find === '' ? {} : { find }),
        page,
      },
    },
    { live: ['sign-up'], keep: true },
  )
}

export function useChannels(study: string) {
  return useAsk(listChannels, { params: { study } }, { live: ['channel', 'sign-up'] })
}

/** A moment’s day, as the reader writes it. */
export function dayOf(moment: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(new Date(moment))
}
