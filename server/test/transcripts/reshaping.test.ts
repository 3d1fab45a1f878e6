import { addCode, addCoding, listCodes, listCodings } from '@throughline/contract/coding'
import { undo } from '@throughline/contract/platform'
import { listSections, markSections } from '@throughline/contract/sections'
import * as contract from '@throughline/contract/transcript-parts'
import { removeTranscript, setSpeakerRole } from '@throughline/contract/transcripts'
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'
import { broughtIn, textOf, transcriptsOf } from './importing.ts'

let product: TestApp
let lead: Person
let coordinator: Person
let researcher: Person
let study: TestStudy
let code: string

beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor')
  coordinator = await product.person('Bea Kim')
  researcher = await product.person('Cy Lund')
  study = await product.study(lead)
  await study.join(coordinator, 'coordinator')
  await study.join(researcher, 'researcher')
  code = uuidv7()
  ;(await lead.send(addCode, { id: code, name: 'Home' }, { study: study.id })).answer()
})
afterAll(() => product.close())

const at = (key = uuidv7()) => ({ study: study.id, key })
const first = 'Interviewer: Where are you from?\nMara: From the coast 🌊.\n'
const second = 'Interviewer: And now?\nMara: Now here.\n\nInterviewer: Yes?\nMara: Me too.'

async function broughtInBoth(participant: string | null = null) {
  const choices = participant ? { participants: { 0: participant } } : {}
  const text = uuidv7()
  const [one] = await broughtIn(lead, study.id, 'one.txt', `${first}Mara: ${text}`, choices)
  const [two] = await broughtIn(lead, study.id, 'two.txt', `${second} ${text}`, choices)
  return { one: one?.id ?? '', two: two?.id ?? '' }
}

async function coded(transcript: string, words: string, person = researcher) {
  const { text } = await textOf(lead, study.id, transcript)
  const from = text.indexOf(words)
  const id = uuidv7()
  const coding = { id, transcript, code, from, to: from + words.length }
  ;(await person.send(addCoding, coding, at())).answer()
  return id
}

/** Coding → its words and coder. */
async function codedWords(...transcripts: string[]) {
  const found = new Map<string, string>()
  for (const transcript of transcripts) {
    const { text } = await textOf(lead, study.id, transcript)
    const reply = await lead.get(listCodings, { study: study.id, transcript })
    for (const { id, from, to, coder } of reply.answer().codings)
      found.set(id, `${coder}: ${text.slice(from, to)}`)
  }
  return found
}

async function marked(transcript: string, words: string) {
  const { text } = await textOf(lead, study.id, transcript)
  const from = text.indexOf(words)
  const id = uuidv7()
  const name = words
  const section = { id, transcript, kind: 'section' as const, name, from, to: from + words.length }
  ;(await lead.send(markSections, { sections: [section] }, at())).answer()
  return id
}

async function markedWords(transcript: string) {
  const { text } = await textOf(lead, study.id, transcript)
  const reply = await lead.get(listSections, { study: study.id }, { transcript })
  return reply.answer().sections.map(({ name, from, to }) => [name, text.slice(from, to)])
}

const merge = (parts: string[], id: string, options = at(), later = 0) =>
  coordinator.send(
    contract.mergeTranscripts,
    {
      id,
      title: 'Both parts',
      parts: parts.map((transcript, index) => ({ transcript, later: index * later })),
    },
    options,
  )
const files = async () =>
  (await product.query('select from file where study_id = $1', [study.id])).length
const formers = async () =>
  (await product.query('select from former_transcript where study_id = $1', [study.id])).length

describe('parts of one interview that are merged', () => {
  test('are one transcript in the order given, with the codings of everybody, the marks and the participant', async () => {
    const participant = await study.participant('P001', { site: study.sites[0]?.id ?? null })
    const { one, two } = await broughtInBoth(participant)
    const codings = [await coded(one, 'the coast 🌊'), await coded(two, 'Now here', lead)]
    await marked(two, 'And now?')
    const before = await codedWords(one, two)
    const texts = [
      (await textOf(lead, study.id, two)).text,
      (await textOf(lead, study.id, one)).text,
    ]
    const id = uuidv7()
    ;(await merge([two, one], id)).answer()
    const merged = await textOf(lead, study.id, id)
    expect(merged.text).toBe(texts.join('\n'))
    expect(merged).toMatchObject({
      title: 'Both parts',
      participant: { id: participant },
      length: merged.text.length,
      stage: 'released',
    })
    expect(await codedWords(id)).toEqual(before)
    expect([...before.keys()].toSorted()).toEqual(codings.toSorted())
    expect(await markedWords(id)).toEqual([['And now?', 'And now?']])
    const listed = (await transcriptsOf(lead, study.id)).map((each) => each.id)
    expect(listed).toContain(id)
    expect(listed).not.toContain(one)
    const counted = (await lead.get(listCodes, { study: study.id })).answer().codes
    expect(counted.find((each) => each.id === code)).toMatchObject({ codings: 2, people: 1 })
  })

  test('keep turns, who spoke them, and their times, later by what is said', async () => {
    const captions = (words: string, start: string) =>
      `WEBVTT\n\n00:00:${start}.000 --> 00:00:59.000\n<v Mara>${words}\n`
    const [one] = await broughtIn(lead, study.id, 'a.vtt', captions(`Hello ${uuidv7()}`, '01'))
    const [two] = await broughtIn(lead, study.id, 'b.vtt', captions(`Bye ${uuidv7()}`, '02'))
    const id = uuidv7()
    ;(await merge([one?.id ?? '', two?.id ?? ''], id, at(), 60_000)).answer()
    const { turns, speakers, text } = await textOf(lead, study.id, id)
    expect(turns.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [1_000, 59_000],
      [62_000, 119_000],
    ])
    expect(turns.map(({ from, to }) => text.slice(from, to).split(' ')[0])).toEqual([
      'Hello',
      'Bye',
    ])
    expect(speakers.map(({ label }) => label)).toEqual(['Mara'])
  })

  test('keep apart a label that is an interviewer’s in one and a participant’s in another', async () => {
    const { one, two } = await broughtInBoth()
    const role = (transcript: string, name: 'interviewer' | 'participant') =>
      lead.send(setSpeakerRole, { transcript, label: 'Mara', role: name }, at())
    ;(await role(one, 'participant')).answer()
    ;(await role(two, 'interviewer')).answer()
    const id = uuidv7()
    ;(await merge([one, two], id)).answer()
    const { turns } = await textOf(lead, study.id, id)
    const roles = turns
      .filter(({ speaker }) => speaker?.startsWith('Mara'))
      .map((turn) => turn.role)
    expect(roles).toEqual(['participant', 'participant', 'interviewer', 'interviewer'])
  })

  test('come back with everything that stood on them and what was coded since, when it is undone; and again', async () => {
    const { one, two } = await broughtInBoth()
    await coded(one, 'the coast 🌊')
    await marked(one, 'From the coast')
    const texts = [await textOf(lead, study.id, one), await textOf(lead, study.id, two)]
    const kept = await files()
    const [id, key] = [uuidv7(), uuidv7()]
    ;(await merge([one, two], id, at(key))).answer()
    const since = await coded(id, 'Me too', lead)
    const whole = await codedWords(id)
    ;(await lead.send(undo, { command: key }, at())).answer()
    expect(await textOf(lead, study.id, one)).toEqual(texts[0])
    expect(await textOf(lead, study.id, two)).toEqual(texts[1])
    expect(await codedWords(one, two)).toEqual(whole)
    expect([...(await codedWords(two)).keys()]).toEqual([since])
    expect(await markedWords(one)).toEqual([['From the coast', 'From the coast']])
    expect((await transcriptsOf(lead, study.id)).map((each) => each.id)).not.toContain(id)
    expect(await files()).toBe(kept)
  })

  test('do not come back while a coding made since stands across their border', async () => {
    const { one, two } = await broughtInBoth()
    const [id, key] = [uuidv7(), uuidv7()]
    ;(await merge([one, two], id, at(key))).answer()
    const { text } = await textOf(lead, study.id, id)
    const border = text.indexOf('\nInterviewer: And now?')
    const across = { id: uuidv7(), transcript: id, code, from: border - 4, to: border + 8 }
    ;(await lead.send(addCoding, across, at())).answer()
    const refused = await lead.send(undo, { command: key }, at())
    expect(refused.problem()).toMatchObject({ status: 409, code: 'across-a-border' })
    expect(await codedWords(id)).toHaveProperty('size', 1)
  })

  test('are refused when they are of different people, raw and released, twice the same, or not there', async () => {
    const [mine, yours] = [await study.participant('P011'), await study.participant('P012')]
    const [one, two] = [await broughtInBoth(mine), await broughtInBoth(yours)]
    const people = await merge([one.one, two.one], uuidv7())
    expect(people.problem().detail).toContain('different participants')
    const [raw] = await broughtIn(lead, study.id, 'raw.txt', `P: ${uuidv7()}`, {}, 'raw')
    const mixed = await merge([one.one, raw?.id ?? ''], uuidv7())
    expect(mixed.problem().detail).toContain('some are raw')
    expect((await merge([one.one, one.one], uuidv7())).status).toBe(422)
    expect((await merge([one.one, uuidv7()], uuidv7())).status).toBe(404)
    expect((await merge([one.one], uuidv7())).status).toBe(422)
  })

  test('keep all their originals, until what they became is removed for good', async () => {
    const [kept, former] = [await files(), await formers()]
    const { one, two } = await broughtInBoth()
    const id = uuidv7()
    ;(await merge([one, two], id)).answer()
    expect(await files()).toBe(kept + 2)
    expect(await formers()).toBe(former + 2)
    ;(await lead.send(removeTranscript, { id }, at())).answer()
    expect(await files()).toBe(kept)
    expect(await formers()).toBe(former)
  })

  test('are gone with the erasure of their participant, also where they were of nobody before', async () => {
    const participant = await study.participant('P020')
    const mine = await broughtInBoth(participant)
    const nobodys = await broughtInBoth()
    const [id, key] = [uuidv7(), uuidv7()]
    ;(await merge([mine.one, nobodys.two], id, at(key))).answer()
    const before = await formers()
    await product.platform.database.inStudy(lead.id, study.id, null, (transaction) =>
      product.platform.vault.erase(transaction, study.id, participant, ['raw transcript']),
    )
    expect(await formers()).toBe(before - 2)
    expect((await lead.send(undo, { command: key }, at())).problem().code).toBe('former-gone')
  })
})

describe('a transcript that is split', () => {
  const text = 'Interview A\nI: Who?\nP: Me.\nInterview B\nI: You?\nP: Not me.'
  const border = text.indexOf('Interview B')
  const parts = (...starts: number[]) =>
    starts.map((from, index) => ({ id: uuidv7(), from, title: `Part ${index + 1}` }))
  const split = (transcript: string, made: ReturnType<typeof parts>, cut = false, key = uuidv7()) =>
    coordinator.send(contract.splitTranscript, { transcript, parts: made, cut }, at(key))
  async function whole() {
    const [made] = await broughtIn(lead, study.id, 'whole.txt', `${text} ${uuidv7()}`)
    return made?.id ?? ''
  }

  test('is a transcript for each part, with what stands on it, and whole again when that is undone', async () => {
    const id = await whole()
    await coded(id, 'Me.')
    await coded(id, 'Not me.')
    await marked(id, 'Interview B')
    const [before, codings] = [await textOf(lead, study.id, id), await codedWords(id)]
    const participant = await study.participant('P031')
    const made = [...parts(0, border)]
    const key = uuidv7()
    const bodies = made.map((part, index) => ({
      ...part,
      participant: index === 1 ? participant : null,
    }))
    ;(
      await coordinator.send(contract.splitTranscript, { transcript: id, parts: bodies }, at(key))
    ).answer()
    const [one = '', two = ''] = made.map((part) => part.id)
    const [a, b] = [await textOf(lead, study.id, one), await textOf(lead, study.id, two)]
    expect(`${a.text}\n${b.text}`).toBe(before.text)
    expect(a).toMatchObject({ title: 'Part 1', participant: null, words: 2 })
    expect(b).toMatchObject({ title: 'Part 2', participant: { id: participant } })
    expect(b.turns.map(({ from, to, role }) => [b.text.slice(from, to), role])[1]?.[0]).toBe('You?')
    expect(await codedWords(one, two)).toEqual(codings)
    expect(await markedWords(two)).toEqual([['Interview B', 'Interview B']])
    ;(await lead.send(undo, { command: key }, at())).answer()
    expect(await textOf(lead, study.id, id)).toEqual(before)
    expect(await codedWords(id)).toEqual(codings)
    expect(await markedWords(id)).toEqual([['Interview B', 'Interview B']])
  })

  test('says which codings stand across, is refused, and cuts them when that is wanted; undo unites them', async () => {
    const id = await whole()
    const across = await coded(id, 'Me.\nInterview B\nI: You')
    await coded(id, 'Who?')
    const before = await codedWords(id)
    const found = await lead.get(
      contract.findAcross,
      { study: study.id, transcript: id },
      { starts: `0,${border}` },
    )
    expect(found.answer().across).toMatchObject([{ id: across, about: 'Home' }])
    const refused = await split(id, parts(0, border))
    expect(refused.problem()).toMatchObject({ status: 409, code: 'across-a-border' })
    const [made, key] = [parts(0, border), uuidv7()]
    ;(await split(id, made, true, key)).answer()
    const [one = '', two = ''] = made.map((part) => part.id)
    expect((await codedWords(one)).get(across)).toBe(`${researcher.id}: Me.`)
    expect([...(await codedWords(two)).values()]).toEqual([`${researcher.id}: Interview B\nI: You`])
    ;(await lead.send(undo, { command: key }, at())).answer()
    expect(await codedWords(id)).toEqual(before)
  })

  test('is refused at borders that do not follow each other or leave a part without words', async () => {
    const id = await whole()
    for (const starts of [
      [1, 5],
      [0, 0],
      [0, 20, 10],
      [0, 100_000],
    ])
      expect((await split(id, parts(...starts))).status, String(starts)).toBe(422)
    const [blank] = await broughtIn(lead, study.id, 'b.txt', `P: A ${uuidv7()}\n\n\n\nP: B`)
    const gap = (await textOf(lead, study.id, blank?.id)).text.indexOf('\n\n')
    const empty = await split(blank?.id ?? '', parts(0, gap + 1, gap + 3))
    expect(empty.problem().detail).toContain('Part 2 would have no words')
  })
})

test('no words of a coding change, whatever is merged, split and undone', async () => {
  const piece = fc.constantFrom('word', ' ', '\n', 'é', '👩‍👩‍👧', 'I: Well? ', 'P: Yes.', '\n\n')
  const texts = fc
    .array(piece, { minLength: 3, maxLength: 12 })
    .map((parts) => `P: a${parts.join('')}z`)
  const places = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(8)), {
    minLength: 1,
    maxLength: 5,
  })
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(texts, places),
      fc.tuple(texts, places),
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      async (...[one, two, where]) => {
        const ids: string[] = []
        for (const [text, ranges] of [one, two]) {
          const transcript = await study.transcript(text)
          ids.push(transcript)
          for (const [share, length] of ranges) {
            const from = Math.floor(share * (text.length - 1))
            const to = Math.min(text.length, from + 1 + length)
            const coding = { id: uuidv7(), transcript, code, from, to }
            await lead.send(addCoding, coding, at())
          }
        }
        const [before, merged, mergeKey] = [await codedWords(...ids), uuidv7(), uuidv7()]
        ;(await merge(ids, merged, at(mergeKey))).answer()
        expect(await codedWords(merged)).toEqual(before)
        const { text } = await textOf(lead, study.id, merged)
        const border = Math.max(1, Math.floor(where * text.length))
        const parts = [0, border].map((from) => ({ id: uuidv7(), from, title: 'Part' }))
        const splitKey = uuidv7()
        const body = { transcript: merged, parts, cut: true }
        const split = await coordinator.send(contract.splitTranscript, body, at(splitKey))
        if (split.status === 200) {
          const apart = await codedWords(...parts.map(({ id }) => id))
          const bare = (words: Iterable<string>) =>
            [...words].map((each) => each.replace(/^\S+: /, '').replaceAll(/\s/g, '')).join('')
          expect([...bare(apart.values())].toSorted()).toEqual(
            [...bare(before.values())].toSorted(),
          )
          ;(await coordinator.send(undo, { command: splitKey }, at())).answer()
        } else expect(split.status).toBeLessThan(500)
        expect(await codedWords(merged)).toEqual(before)
        ;(await coordinator.send(undo, { command: mergeKey }, at())).answer()
        expect(await codedWords(...ids)).toEqual(before)
      },
    ),
    { numRuns: 15 },
  )
})

describe('raw transcripts', () => {
  test('stay sealed when merged and split, and are kept from members of the participant’s site, undo included', async () => {
    const site = study.sites[0]?.id ?? null
    const near = await product.person('Nia Near')
    await study.join(near, 'researcher', site)
    const participant = await study.participant('P040', { site })
    const secret = `Featherstonehaugh${uuidv7()}`
    const raw = async (words: string) => {
      const choices = { participants: { 0: participant } }
      const [made] = await broughtIn(near, study.id, 'x.txt', words, choices, 'raw')
      return made?.id ?? ''
    }
    const [one, two] = [await raw(`P: I am ${secret}.`), await raw(`P: Still ${secret}.`)]
    const body = {
      id: uuidv7(),
      title: 'P040',
      parts: [{ transcript: one }, { transcript: two }],
    }
    expect((await near.send(contract.mergeTranscripts, body, at())).status).toBe(403)
    const key = uuidv7()
    ;(await lead.send(contract.mergeTranscripts, body, at(key))).answer()
    const merged = await textOf(lead, study.id, body.id)
    expect(merged).toMatchObject({ stage: 'raw', participant: { id: participant } })
    expect(merged.text).toBe(`P: I am ${secret}.\nP: Still ${secret}.`)
    for (const table of ['transcript_text', 'former_transcript', 'step', 'event', 'audit_entry'])
      for (const { row } of await product.query<{ row: string }>(
        `select t::text as row from ${table} t`,
      ))
        expect(row).not.toContain(secret)
    expect((await near.send(undo, { command: key }, at())).status).toBe(403)
    const from = merged.text.indexOf('P: Still')
    const parts = [0, from].map((start) => ({
      id: uuidv7(),
      from: start,
      title: 'P040',
      participant,
    }))
    const splitKey = uuidv7()
    const asked = { transcript: body.id, parts }
    expect((await near.send(contract.splitTranscript, asked, at())).status).toBe(403)
    ;(await lead.send(contract.splitTranscript, asked, at(splitKey))).answer()
    expect(await textOf(lead, study.id, parts[1]?.id)).toMatchObject({
      stage: 'raw',
      text: `P: Still ${secret}.`,
    })
    ;(await lead.send(undo, { command: splitKey }, at())).answer()
    ;(await lead.send(undo, { command: key }, at())).answer()
    expect((await textOf(lead, study.id, one)).text).toBe(`P: I am ${secret}.`)
  })
})

describe('who may', () => {
  test('an observer neither merges nor splits, and another study’s transcripts are not there', async () => {
    const { one, two } = await broughtInBoth()
    const observer = await product.person('Oz Oak')
    await study.join(observer, 'observer')
    const mergeBody = {
      id: uuidv7(),
      title: 'x',
      parts: [{ transcript: one }, { transcript: two }],
    }
    const splitBody = {
      transcript: one,
      parts: [0, 10].map((from) => ({ id: uuidv7(), from, title: 'x' })),
    }
    expect((await observer.send(contract.mergeTranscripts, mergeBody, at())).status).toBe(403)
    expect((await observer.send(contract.splitTranscript, splitBody, at())).status).toBe(403)
    const stranger = await product.person('Dan Moss')
    const theirs = await product.study(stranger, { title: 'Theirs' })
    const there = { study: theirs.id }
    expect((await stranger.send(contract.mergeTranscripts, mergeBody, there)).status).toBe(404)
    expect((await stranger.send(contract.splitTranscript, splitBody, there)).status).toBe(404)
  })
})
