import type { Person, TestApp, TestStudy } from '../app.ts'
import type { Role } from '../../src/study/rules.ts'

/** A study with somebody in every role; the welfare contact is at the first site. `stranger` leads another study. */
export interface Team {
  study: TestStudy
  siteA: string
  siteB: string
  lead: Person
  coordinator: Person
  researcher: Person
  welfareContact: Person
  observer: Person
  stranger: Person
  otherStudy: TestStudy
  inRole: ReadonlyMap<Role, Person>
}

export async function assembleTeam(app: TestApp): Promise<Team> {
  const lead = await app.person('Ada Lead')
  const coordinator = await app.person('Ben Coordinator')
  const researcher = await app.person('Cem Researcher')
  const welfareContact = await app.person('Dee Welfare')
  const observer = await app.person('Eli Observer')
  const stranger = await app.person('Sam Stranger')
  const study = await app.study(lead, { title: 'Belonging at medical school' })
  const otherStudy = await app.study(stranger, { title: 'Another study' })
  const [siteA = '', siteB = ''] = study.sites.map(({ id }) => id)
  await study.join(coordinator, 'coordinator')
  await study.join(researcher, 'researcher')
  await study.join(welfareContact, 'welfare contact', siteA)
  await study.join(observer, 'observer')
  const inRole = new Map<Role, Person>([
    ['lead', lead],
    ['coordinator', coordinator],
    ['researcher', researcher],
    ['welfare contact', welfareContact],
    ['observer', observer],
  ])
  return {
    study,
    siteA,
    siteB,
    lead,
    coordinator,
    researcher,
    welfareContact,
    observer,
    stranger,
    otherStudy,
    inRole,
  }
}
