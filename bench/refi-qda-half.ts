import { readRefiQda, type RefiQda, writeRefiQda } from '@throughline/refi-qda'
import { readFileSync, writeFileSync } from 'node:fs'

// One half of the benchmark in a process of its own: `write FILE` or `read FILE`. Prints seconds and megabytes.

const codings = 100_000
const texts = 200

/** A project of 200 texts with 500 selections each, every one coded once by one of five coders. */
function project(): RefiQda {
  const guid = (kind: number, number: number) =>
    `0000000${kind}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
  const words = 'I said that nobody came back, and that I wrote about it twice. '.repeat(1_000)
  const element = (
    name: string,
    type: string,
    attributes: Record<string, string>,
    children: RefiQda['root'][] = [],
    text = '',
  ) => ({ name, type, attributes, children, text })
  const reference = (name: string, targetGUID: string) => element(name, 'Ref', { targetGUID })
  const each = codings / texts
  const sources = Array.from({ length: texts }, (_, source) =>
    element('TextSource', 'TextSource', { guid: guid(1, source), name: `P${source}` }, [
      element('PlainTextContent', 'Text', {}, [], words),
      ...Array.from({ length: each }, (_selection, index) => {
        const number = source * each + index
        return element(
          'PlainTextSelection',
          'PlainTextSelection',
          {
            guid: guid(2, number),
            startPosition: String(index * 63 + 12),
            endPosition: String(index * 63 + 18),
          },
          [
            element(
              'Coding',
              'Coding',
              {
                guid: guid(3, number),
                creatingUser: guid(4, number % 5),
                creationDateTime: '2026-11-27T10:00:00Z',
              },
              [reference('CodeRef', guid(5, number % 300))],
            ),
          ],
        )
      }),
    ]),
  )
  const users = Array.from({ length: 5 }, (_, user) =>
    element('User', 'User', { guid: guid(4, user) }),
  )
  const codes = Array.from({ length: 300 }, (_, code) =>
    element('Code', 'Code', { guid: guid(5, code), name: `Code ${code}`, isCodable: 'true' }),
  )
  const root = element('Project', 'Project', { name: 'A large project' }, [
    element('Users', 'Users', {}, users),
    element('CodeBook', 'CodeBook', {}, [element('Codes', 'Codes', {}, codes)]),
    element('Sources', 'Sources', {}, sources),
  ])
  return { kind: 'project', root, files: new Map(), conventions: [], warnings: [] }
}

const [what, path = ''] = process.argv.slice(2)
const started = what === 'write' ? project() : readFileSync(path)
const begun = performance.now()
if (started instanceof Uint8Array) {
  const read = readRefiQda(started)
  const aligned = read.conventions.reduce((sum, one) => sum + one.aligned, 0)
  if (read.warnings.length > 0 || aligned !== codings)
    throw new Error('What was read is not what was written.')
} else writeFileSync(path, writeRefiQda(started).bytes)
const seconds = (performance.now() - begun) / 1000
process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }))
