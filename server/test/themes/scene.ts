import * as coding from '@throughline/contract/coding'
import { undo } from '@throughline/contract/platform'
import * as themes from '@throughline/contract/themes'
import { uuidv7 } from 'uuidv7'
import type { Person, TestApp, TestStudy } from '../app.ts'

/** A study in which two people have spoken, with a lead, a researcher, an observer and somebody who is not in it. */
export interface Scene {
  study: TestStudy
  lead: Person
  researcher: Person
  observer: Person
  welfare: Person
  stranger: Person
  /** Consents to be quoted. */
  asha: { participant: string; transcript: string; text: string }
  /** Does not consent. */
  ben: { participant: string; transcript: string; text: string }
  code(name: string, options?: { parent?: string }): Promise<string>
  /** Codes a passage that stands in the text; gives the coding's id. */
  coded(code: string, transcript: string, text: string, passage: string): Promise<string>
  theme(name: string, codes?: string[]): Promise<string>
  board(who?: Person): Promise<themes.ThemeBoard>
  undo(key: string, who?: Person): Promise<{ status: number; code?: string }>
}

export const words = {
  asha: 'Every single event is centred around drinking. You can go and hold a lemonade, but it isn’t for you.',
  ben: 'Being a person of colour, I feel like I’ve had to fight to think that I belong.',
}

export async function openScene(product: TestApp): Promise<Scene> {
  const lead = await product.person('Ada Okafor')
  const researcher = await product.person('Bea Kim')
  const observer = await product.person('Cy Lund')
  const welfare = await product.person('Eli West')
  const stranger = await product.person('Dan Moss')
  const study = await product.study(lead)
  await study.join(researcher, 'researcher')
  await study.join(observer, 'observer')
  await study.join(welfare, 'welfare contact')
  const site = study.sites[0]?.id ?? null
  const asha = await study.participant('P002', { consent: 'yes', site, year: 3 })
  const ben = await study.participant('P012', { consent: 'no', site })
  const inStudy = { study: study.id }

  return {
    study,
    lead,
    researcher,
    observer,
    welfare,
    stranger,
    asha: {
      participant: asha,
      transcript: await study.transcript(words.asha, { participant: asha, title: 'P002' }),
      text: words.asha,
    },
    ben: {
      participant: ben,
      transcript: await study.transcript(words.ben, { participant: ben, title: 'P012' }),
      text: words.ben,
    },
    async code(name, { parent } = {}) {
      const id = uuidv7()
      const body = { id, name, ...(parent ? { parent } : {}) }
      ;(await lead.send(coding.addCode, body, inStudy)).answer()
      return id
    },
    async coded(code, transcript, text, passage) {
      const from = text.indexOf(passage)
      if (from < 0) throw new Error(`“${passage}” does not stand in the text.`)
      const body = { id: uuidv7(), transcript, code, from, to: from + passage.length }
      return (await researcher.send(coding.addCoding, body, inStudy)).answer().id
    },
    async theme(name, codes = []) {
      return (await lead.send(themes.addTheme, { id: uuidv7(), name, codes }, inStudy)).answer().id
    },
    async board(who = lead) {
      return (await who.get(themes.themeBoard, inStudy)).answer()
    },
    async undo(key, who = lead) {
      const reply = await who.send(undo, { command: key }, inStudy)
      return reply.status === 200
        ? { status: 200 }
        : { status: reply.status, code: reply.problem().code }
    },
  }
}
