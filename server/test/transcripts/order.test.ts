import { addCode, addCoding } from '@throughline/contract/coding'
import { undo } from '@throughline/contract/platform'
import * as contract from '@throughline/contract/transcript-order'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'
import { broughtIn, textOf, transcriptsOf } from './importing.ts'

let product: TestApp
let lead: Person
let researcher: Person
let observer: Person
let study: TestStudy

beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor')
  researcher = await product.person('Bea Kim')
  observer = await product.person('Cy Lund')
})
afterAll(() => product.close())
beforeEach(async () => {
  study = await product.study(lead, { title: uuidv7() })
  await study.join(researcher, 'researcher')
  await study.join(observer, 'observer')
})

const at = (key = uuidv7()) => ({ study: study.id, key })
const undone = async (key: string) => (await researcher.send(undo, { command: key }, at())).answer()
const titles = async () =>
  (await transcriptsOf(observer, study.id)).map(({ title, folder }) =>
    folder === null ? title : `${title} in ${folder === first ? 1 : 2}`,
  )
const folders = async () =>
  (await observer.get(contract.listFolders, { study: study.id })).answer().folders
let first = ''
let second = ''
async function twoFolders() {
  first = uuidv7()
  second = uuidv7()
  ;(await lead.send(contract.addFolder, { id: first, name: 'Site A' }, at())).answer()
  ;(await lead.send(contract.addFolder, { id: second, name: 'Site B' }, at())).answer()
}
const named = (...names: string[]) =>
  Promise.all(names.map((title) => study.transcript(`P: ${title}`, { title })))
async function coded(transcript: string) {
  const code = uuidv7()
  ;(await lead.send(addCode, { id: code, name: code }, at())).answer()
  const coding = { id: uuidv7(), transcript, code, from: 0, to: 1 }
  ;(await lead.send(addCoding, coding, at())).answer()
}

describe('folders', () => {
  test('are added, renamed, put in order and removed; each is undone', async () => {
    await twoFolders()
    const [rename, move, remove] = [uuidv7(), uuidv7(), uuidv7()]
    const [one] = await named('One')
    const into = { transcripts: [one ?? ''], folder: first }
    ;(await lead.send(contract.moveTranscripts, into, at())).answer()
    const name = { id: first, name: 'Site C' }
    ;(await lead.send(contract.changeFolder, name, at(rename))).answer()
    ;(await lead.send(contract.changeFolder, { id: second, before: first }, at(move))).answer()
    expect(await folders()).toEqual([
      { id: second, name: 'Site B' },
      { id: first, name: 'Site C' },
    ])
    ;(await lead.send(contract.removeFolder, { id: first }, at(remove))).answer()
    expect(await titles()).toEqual(['One'])
    await undone(remove)
    expect(await titles()).toEqual(['One in 1'])
    await undone(move)
    await undone(rename)
    expect(await folders()).toEqual([
      { id: first, name: 'Site A' },
      { id: second, name: 'Site B' },
    ])
  })

  test('have names of their own', async () => {
    await twoFolders()
    const again = await lead.send(contract.addFolder, { id: uuidv7(), name: 'site a' }, at())
    expect(again.problem().code).toBe('name-taken')
  })
})

describe('transcripts', () => {
  test('stand by title until somebody places them, then as placed; new ones behind; undo places them back', async () => {
    await twoFolders()
    const [a = '', b = '', c = ''] = await named('A', 'B', 'C')
    expect(await titles()).toEqual(['A', 'B', 'C'])
    const key = uuidv7()
    const forward = { transcripts: [c], folder: null, before: a }
    ;(await lead.send(contract.moveTranscripts, forward, at(key))).answer()
    await named('AA')
    expect(await titles()).toEqual(['C', 'A', 'B', 'AA'])
    const into = { transcripts: [b, a], folder: second }
    const moved = uuidv7()
    ;(await lead.send(contract.moveTranscripts, into, at(moved))).answer()
    const now = await titles()
    expect(now.filter((title) => title.endsWith('in 2'))).toEqual(['B in 2', 'A in 2'])
    expect(now.filter((title) => !title.endsWith('in 2'))).toEqual(['C', 'AA'])
    await undone(moved)
    await undone(key)
    expect(await titles()).toEqual(['A', 'AA', 'B', 'C'])
  })

  test('are not put where nothing is', async () => {
    const [a = ''] = await named('A')
    const nowhere = { transcripts: [a], folder: uuidv7() }
    expect((await lead.send(contract.moveTranscripts, nowhere, at())).status).toBe(404)
    const nothing = { transcripts: [uuidv7()], folder: null }
    expect((await lead.send(contract.moveTranscripts, nothing, at())).status).toBe(404)
  })

  test('are renamed and given to people many at once, undone as one; what is not there is said', async () => {
    const [a = '', b = ''] = await named('A', 'B')
    const participant = await study.participant('P001')
    const [key, gone] = [uuidv7(), uuidv7()]
    const body = {
      transcripts: [
        { id: a, title: 'First', participant },
        { id: b, title: 'Second' },
        { id: gone, title: 'Gone' },
      ],
    }
    const { done, refused } = (await lead.send(contract.changeTranscripts, body, at(key))).answer()
    expect(done.toSorted()).toEqual([a, b].toSorted())
    expect(refused).toEqual([{ id: gone, reason: 'It does not exist, or no longer.' }])
    expect(await titles()).toEqual(['First', 'Second'])
    await undone(key)
    expect(await titles()).toEqual(['A', 'B'])
    expect((await transcriptsOf(lead, study.id)).map((one) => one.participant)).toEqual([
      null,
      null,
    ])
  })

  test('have their speakers’ parts set many at once, undone as one', async () => {
    const words = (text: string) => `Moderator: ${text}?\nMara: Yes.\nModerator: Oh.\nMara: No.`
    const ids: string[] = []
    for (const name of ['a', 'b'])
      ids.push((await broughtIn(lead, study.id, `${name}.txt`, words(name)))[0]?.id ?? '')
    const [raw] = await broughtIn(lead, study.id, 'raw.txt', words('raw'), {}, 'raw')
    const key = uuidv7()
    const roles = [{ label: 'Mara', role: 'interviewer' as const }]
    const body = { transcripts: [...ids, raw?.id ?? ''], roles }
    const reply = (await lead.send(contract.setSpeakerRoles, body, at(key))).answer()
    expect(reply.done.toSorted()).toEqual(ids.toSorted())
    expect(reply.refused).toMatchObject([{ id: raw?.id }])
    const roleOf = async (id = '') =>
      (await textOf(lead, study.id, id)).speakers.find(({ label }) => label === 'Mara')?.role
    expect([await roleOf(ids[0]), await roleOf(ids[1])]).toEqual(['interviewer', 'interviewer'])
    const listed = (await observer.get(contract.listSpeakers, { study: study.id })).answer()
    expect(listed.speakers.filter(({ label }) => label === 'Mara')).toHaveLength(2)
    await undone(key)
    expect(await roleOf(ids[0])).not.toBe('interviewer')
  })

  test('are released many at once, those from my own participant’s site left with the reason', async () => {
    const site = study.sites[0]?.id ?? null
    const near = await product.person('Nia Near')
    await study.join(near, 'researcher', site)
    const mine = await study.participant('P001', { site })
    const raw = async (participants: Record<string, string>) =>
      (await broughtIn(lead, study.id, 'x.txt', `P: ${uuidv7()}`, { participants }, 'raw'))[0]
        ?.id ?? ''
    const [theirs, nobodys] = [await raw({ 0: mine }), await raw({})]
    const [clear = ''] = await named('Clear')
    const body = { transcripts: [theirs, nobodys, clear] }
    const { done, refused } = (await near.send(contract.releaseTranscripts, body, at())).answer()
    expect(done).toEqual([nobodys])
    expect(refused.map(({ id }) => id)).toEqual([theirs, clear])
    expect(await textOf(near, study.id, nobodys)).toMatchObject({ stage: 'released' })
  })

  test('are removed many at once, those that are coded left with the reason', async () => {
    const [a = '', b = ''] = await named('A', 'B')
    await coded(a)
    const body = { transcripts: [a, b] }
    const { done, refused } = (await lead.send(contract.removeTranscripts, body, at())).answer()
    expect(done).toEqual([b])
    expect(refused).toEqual([{ id: a, reason: 'One coding stands on it. Take it away first.' }])
    expect(await titles()).toEqual(['A'])
  })

  test('are arranged neither by an observer nor from another study', async () => {
    await twoFolders()
    const [a = ''] = await named('A')
    const stranger = await product.person('Dan Moss')
    const theirs = { study: (await product.study(stranger, { title: 'Theirs' })).id }
    const roles = [{ label: 'P', role: 'unknown' as const }]
    const steps = (person: Person, where: { study: string }) =>
      Promise.all([
        person.send(contract.addFolder, { id: uuidv7(), name: 'Mine' }, where),
        person.send(contract.changeFolder, { id: first, name: 'Mine too' }, where),
        person.send(contract.removeFolder, { id: first }, where),
        person.send(contract.moveTranscripts, { transcripts: [a], folder: null }, where),
        person.send(contract.changeTranscripts, { transcripts: [{ id: a, title: 'x' }] }, where),
        person.send(contract.setSpeakerRoles, { transcripts: [a], roles }, where),
        person.send(contract.releaseTranscripts, { transcripts: [a] }, where),
        person.send(contract.removeTranscripts, { transcripts: [a] }, where),
      ])
    const mine = await steps(observer, at())
    expect(mine.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 403))
    await steps(stranger, theirs)
    expect(await titles()).toEqual(['A'])
    expect((await folders()).map(({ name }) => name)).toEqual(['Site A', 'Site B'])
  })
})
