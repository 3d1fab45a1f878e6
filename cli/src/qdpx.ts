import {
  countsOf,
  type DocumentKind,
  readRefiQda,
  RefiQdaError,
  writeRefiQda,
  xmlIn,
} from '@throughline/refi-qda'
import type { Command } from 'commander'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { exitCodes, Refusal } from './exit-codes.ts'
import { resultAsJson, say } from './output.ts'
import { sentenceFor } from './read-given.ts'

export function addQdpx(parent: Command): void {
  const qdpx = parent
    .command('qdpx')
    .description('Look into, rewrite or check REFI-QDA projects (.qdpx) and code books (.qdc).')
  qdpx
    .command('inspect')
    .description(
      'Count what a file holds, and say how its places were counted and what cannot be read, as JSON.',
    )
    .argument('<file>', 'a .qdpx, .qde or .qdc')
    .action(async (path: string) => {
      resultAsJson(await inspect(path))
    })
  qdpx
    .command('convert')
    .description(
      'Read a file and write it as the standard wants it: order, GUIDs, places in code points, ends of lines.',
    )
    .argument('<in>', 'a .qdpx, .qde or .qdc')
    .argument('<out>', 'the file to write; one that is there is not replaced')
    .action(async (from: string, to: string) => {
      resultAsJson(await convert(from, to))
    })
  qdpx
    .command('validate')
    .description('Check a file, as it is, against the schema of the standard.')
    .argument('<file>', 'a .qdpx, .qde or .qdc')
    .action(async (path: string) => {
      const found = await validate(path)
      resultAsJson(found)
      for (const fault of found.faults) say(fault)
      if (!found.valid) process.exitCode = exitCodes.fault
    })
}

/** What a file holds, in numbers. @throws Refusal with a sentence */
export async function inspect(path: string) {
  const read = await readIn(path)
  return {
    ...countsOf(read),
    conventions: read.conventions.map(
      ({ source, unit, crlf, aligned, selections, outside, isCertain }) => ({
        source,
        unit,
        crlf,
        aligned,
        selections,
        outside,
        certain: isCertain,
      }),
    ),
    warnings: read.warnings,
  }
}

/** Reads and writes again. @throws Refusal with a sentence */
export async function convert(from: string, to: string) {
  const read = await readIn(from)
  const other = read.kind === 'project' ? '.qdc' : '.qdpx'
  if (to.toLowerCase().endsWith(other))
    throw new Refusal(
      `${from} is a ${read.kind}, and ${other} is not how one is written. Give another name.`,
    )
  const { bytes, warnings } = writeRefiQda(read)
  await writeFile(to, bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new Refusal(
      error.code === 'EEXIST'
        ? `${to} is there already and was not replaced. Give another name.`
        : `${to} cannot be written (${error.code ?? 'unknown'}).`,
    )
  })
  return {
    written: to,
    ...countsOf(read),
    conventions: read.conventions.length,
    warnings: [...read.warnings, ...warnings],
  }
}

/** What libxml2 finds wrong by the schema. @throws Refusal with a sentence */
export async function validate(path: string) {
  const { kind, xml } = await inFile(path, xmlIn)
  const { XmlDocument, XmlParseError, XmlValidateError, XsdValidator } =
    await import('libxml2-wasm')
  const schema = XmlDocument.fromBuffer(await readFile(schemaOf(kind)))
  const validator = XsdValidator.fromDoc(schema)
  try {
    const document = XmlDocument.fromString(xml)
    try {
      validator.validate(document)
      return { kind, valid: true, faults: [] }
    } finally {
      document.dispose()
    }
  } catch (error) {
    if (error instanceof XmlValidateError || error instanceof XmlParseError)
      return { kind, valid: false, faults: faultsIn(error) }
    throw error
  } finally {
    validator.dispose()
    schema.dispose()
  }
}

const mostFaults = 100

function faultsIn({
  details,
  message,
}: {
  message: string
  details: readonly { message: string; line: number }[]
}) {
  const faults = details.map((fault) => `Line ${fault.line}: ${fault.message.trim()}`)
  if (faults.length === 0) return [message]
  return faults.length <= mostFaults
    ? faults
    : [...faults.slice(0, mostFaults), `and ${faults.length - mostFaults} more`]
}

function schemaOf(kind: DocumentKind): string {
  const name = kind === 'project' ? 'Project' : 'Codebook'
  return fileURLToPath(import.meta.resolve(`@throughline/refi-qda/schema/${name}.xsd`))
}

const readIn = (path: string) => inFile(path, readRefiQda)

/** A project is read as a whole, so that it cannot be larger than memory. */
const largestFile = 2_000_000_000

async function inFile<Answer>(path: string, read: (bytes: Uint8Array) => Answer): Promise<Answer> {
  try {
    if ((await stat(path)).size > largestFile)
      throw new Refusal(`${path} is larger than 2 GB, which is too much.`)
    return read(await readFile(path))
  } catch (error) {
    if (error instanceof RefiQdaError) throw new Refusal(`${path}: ${error.message}`)
    if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      throw new Refusal(sentenceFor(path, error.code))
    throw error
  }
}
