import { randomUUID } from 'node:crypto'
import * as documents from '@throughline/contract/documents'
import { type Command, commandPath, linkHeader } from '@throughline/contract/endpoint'
import { problem } from '@throughline/contract/platform'
import * as protocol from '@throughline/contract/protocol'
import * as recruitment from '@throughline/contract/recruitment'
import * as visit from '@throughline/contract/visit'
import type { z } from 'zod'
import type { TestApp } from '../app.ts'
import { assembleTeam, type Team } from '../study/people.ts'

export const eligibility: documents.DocumentContent = {
  kind: 'eligibility',
  statement: 'I have been affected by discrimination.',
  source: '',
  groups: [
    {
      id: 'carer',
      label: 'Young carer',
      detail: '',
      source: '',
      concerns: ['widening participation'],
    },
    {
      id: 'lgbtqia',
      label: 'LGBTQIA+',
      detail: '',
      source: '',
      concerns: ['minoritised characteristic'],
    },
    { id: 'first', label: 'First generation', detail: '', source: '', concerns: [] },
  ],
  exclusions: [
    {
      id: 'intercalated',
      question: 'When did your intercalated year end?',
      rationale: 'May be affiliated with a department external to the school.',
      when: { kind: 'ended within', months: 12 },
      asOf: null,
    },
  ],
}

export const form: documents.DocumentContent = {
  kind: 'sign-up form',
  whoAsks: 'A study by students of four medical schools',
  heading: 'Do you feel you belong here?',
  lede: 'One conversation of an hour.',
  promise: 'Only two people see your name.',
  questions: [
    {
      id: 'school',
      label: 'What kind of school did you go to?',
      hint: '',
      why: 'To hear from different schools.',
      kind: 'one choice',
      choices: [
        { id: 'state', label: 'State' },
        { id: 'private', label: 'Private' },
      ],
      widens: true,
    },
  ],
}

const consent: documents.DocumentContent = {
  kind: 'consent form',
  intro: '',
  statements: (['take part', 'record', 'quote', 'contact again'] as const).map((purpose) => ({
    id: purpose.replaceAll(' ', '-'),
    text: `I agree: ${purpose}.`,
    purpose,
    must: purpose === 'take part',
  })),
  untilCutOff: 'Everything is erased.',
  afterCutOff: 'Your words are taken out of what is still to be published.',
}

/** A study to which people can sign up: two sites, both approved, one channel. */
export interface Scene {
  app: TestApp
  team: Team
  study: string
  sites: string[]
  /** The secret part of the channel’s address. */
  token: string
  channel: string
  seen: z.input<typeof visit.signUp.body>['seen']
  /** Puts a document in force; gives its id. */
  force(
    content: documents.DocumentContent,
    more?: { site?: string; language?: string; name?: string },
  ): Promise<string>
  /** Signs somebody up; gives their id and the secret of their own link. */
  signUp(
    more?: Partial<z.input<typeof visit.signUp.body>>,
    token?: string,
  ): Promise<{ id: string; token: string }>
  /** Signs somebody up who is screened, available and eligible. */
  eligible(more?: Partial<z.input<typeof visit.signUp.body>>): Promise<string>
  move(
    signUps: readonly string[],
    to: recruitment.SignUpState,
    reason?: recruitment.MoveReason,
  ): Promise<{ status: number; detail: string }>
}

export interface VisitReply<Answer> {
  status: number
  answer(): Answer
  problem(): z.output<typeof problem>
}

/** Sends a step by a link. */
export async function sendByLink<C extends Command>(
  app: TestApp,
  token: string,
  command: C,
  body: z.input<C['body']>,
  key: string = randomUUID(),
): Promise<VisitReply<z.output<C['answer']>>> {
  const reply = await app.app.inject({
    method: 'POST',
    url: commandPath(command),
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      [linkHeader]: token,
    },
    payload: JSON.stringify(body),
  })
  return {
    status: reply.statusCode,
    answer: () => parsedOr<C['answer']>(command.answer, reply),
    problem: () => problem.parse(reply.json()),
  }
}

/** Reads by a link. */
export async function readByLink<Answer extends z.ZodType>(
  app: TestApp,
  token: string,
  query: { path: string; answer: Answer },
  search: Record<string, string> = {},
): Promise<VisitReply<z.output<Answer>>> {
  const reply = await app.app.inject({
    method: 'GET',
    url: `${query.path}?${new URLSearchParams(search).toString()}`,
    headers: { [linkHeader]: token },
  })
  return {
    status: reply.statusCode,
    answer: () => parsedOr<Answer>(query.answer, reply),
    problem: () => problem.parse(reply.json()),
  }
}

function parsedOr<Schema extends z.ZodType>(
  schema: Schema,
  reply: { statusCode: number; body: string },
): z.output<Schema> {
  if (reply.statusCode !== 200) throw new Error(`${reply.statusCode}: ${reply.body}`)
  return schema.parse(JSON.parse(reply.body))
}

export async function openStudy(app: TestApp): Promise<Scene> {
  const team = await assembleTeam(app)
  const { lead, coordinator, welfareContact } = team
  const study = team.study.id
  const sites = [team.siteA, team.siteB]
  const at = { study }
  const force: Scene['force'] = async (content, more = {}) => {
    const id = randomUUID()
    ;(await lead.send(documents.addDocument, { id, content, ...more }, at)).answer()
    const { versions } = (await lead.get(documents.getDocument, { study, document: id })).answer()
    const writtenAt = versions[0]?.writtenAt ?? ''
    const version = { document: id, number: 1 }
    ;(await lead.send(documents.approveDocument, { ...version, writtenAt }, at)).answer()
    ;(await lead.send(documents.putInForce, { ...version, from: null }, at)).answer()
    return id
  }
  const [sheet, rules, asked] = [
    await force({
      kind: 'information sheet',
      heading: 'About the study',
      body: 'It is about you.',
    }),
    await force(eligibility),
    await force(form),
  ]
  await force(consent)
  for (const site of sites) {
    await force({ kind: 'debrief', heading: 'Help', body: 'Here is help.' }, { site })
    ;(
      await lead.send(
        protocol.addApproval,
        {
          id: randomUUID(),
          site,
          kind: 'lead',
          committee: 'Ethics committee',
          reference: 'E-1',
          grantedOn: '2022-01-01',
          expiresOn: null,
        },
        at,
      )
    ).answer()
  }
  ;(
    await lead.send(
      protocol.changeProtocol,
      { contact: welfareContact.id, deputy: coordinator.id, outOfHours: 'Call 111.' },
      at,
    )
  ).answer()
  ;(await lead.send(protocol.openRecruitment, {}, at)).answer()
  const channel = randomUUID()
  ;(
    await coordinator.send(
      recruitment.addChannel,
      { id: channel, name: 'Newsletter', kind: 'newsletter' },
      at,
    )
  ).answer()
  const { channels } = (await coordinator.get(recruitment.listChannels, { study })).answer()
  const token = channels[0]?.token ?? ''
  const seen = {
    sheet: { document: sheet, number: 1 },
    form: { document: asked, number: 1 },
    eligibility: { document: rules, number: 1 },
  }
  const scene: Scene = {
    app,
    team,
    study,
    sites,
    token,
    channel,
    seen,
    force,
    async signUp(more = {}, by = token) {
      const id = randomUUID()
      const { link } = (
        await sendByLink(app, by, visit.signUp, { ...givenBy(scene), id, ...more })
      ).answer()
      return { id: more.id ?? id, token: link.split('#')[1] ?? '' }
    },
    async eligible(more = {}) {
      const { id } = await scene.signUp(more)
      await scene.move([id], 'screened')
      ;(
        await coordinator.send(
          recruitment.recordScreening,
          { signUp: id, available: true, note: '' },
          at,
        )
      ).answer()
      const moved = await scene.move([id], 'eligible')
      if (moved.status !== 200) throw new Error(moved.detail)
      return id
    },
    async move(signUps, to, reason) {
      const reply = await coordinator.send(
        recruitment.moveSignUps,
        { signUps: [...signUps], to, reason: reason ?? null },
        at,
      )
      return {
        status: reply.status,
        detail: reply.status === 200 ? '' : reply.problem().detail,
      }
    },
  }
  return scene
}

/** What somebody sends who signs up, but for their id. */
export function givenBy(
  scene: Pick<Scene, 'sites' | 'seen'>,
): Omit<z.input<typeof visit.signUp.body>, 'id'> {
  return {
    language: 'en',
    identity: { name: 'Wren Achebe-Lowe', email: 'wren@students.example', phone: '' },
    site: scene.sites[0] ?? '',
    year: 2,
    answers: {
      saysSo: true,
      groups: ['carer'],
      ownWords: '',
      ratherNotSay: false,
      answers: { school: 'state' },
      exclusions: { intercalated: null },
    },
    seen: scene.seen,
    seconds: 60,
  }
}
