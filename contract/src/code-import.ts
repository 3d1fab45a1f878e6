import { z } from 'zod'
import { colour } from './coding.ts'
import { command, inStudy, upload } from './endpoint.ts'
import { line, prose } from './platform.ts'

/** At most so many codes come from one file. */
export const mostCodesInFile = 1_000
export const largestCodeFile = 5_000_000

export const meanings = ['definition', 'whenToUse', 'whenNotToUse', 'example'] as const

/** What a column of such a file can hold: `path` is a name with those of the codes above it. */
export const codeColumn = z.enum(['path', 'name', 'parent', 'colour', 'retired', ...meanings])
export type CodeColumn = z.infer<typeof codeColumn>

/** A code as a file tells it. What the file has no column for is left out. */
export const codeInFile = z.object({
  /** Its name with those of the codes above it, the outermost first. */
  path: z.array(line(200)).min(1).max(6),
  colour: colour.optional(),
  definition: prose(10_000).optional(),
  whenToUse: prose(10_000).optional(),
  whenNotToUse: prose(10_000).optional(),
  example: prose(10_000).optional(),
})
export type CodeInFile = z.infer<typeof codeInFile>

/**
 * What becomes of a code that the list has already and that the file tells differently: it stays, it becomes what the
 * file says, or what the file says is added where the two differ.
 */
export const ifDiffers = z.enum(['keep', 'replace', 'merge'])
export type IfDiffers = z.infer<typeof ifDiffers>

export const codeRow = z.object({
  /** In the file, its headings counted. */
  number: z.number().int(),
  /** Null where the row cannot be read as a code. */
  code: codeInFile.nullable(),
  outcome: z.enum(['new', 'same', 'differs', 'wrong']),
  /** What is wrong and what to do. */
  problem: z.string().nullable(),
  /** In what it differs from the code of the list. */
  differences: z.array(
    z.object({ field: z.enum(['colour', ...meanings]), here: z.string(), file: z.string() }),
  ),
})
export type CodeRow = z.infer<typeof codeRow>

export const previewCodes = upload({
  name: 'preview-codes',
  path: '/api/studies/:study/codes-preview',
  summary:
    'Read a CSV or XLSX file of codes and say what each row would become. Nothing is written.',
  params: inStudy,
  search: z.object({ name: line(255) }),
  answer: z.object({
    format: z.enum(['csv', 'xlsx']),
    encoding: z.string().nullable(),
    warnings: z.array(z.string()),
    /** The columns of the file, and as what each is read; null: not at all. */
    columns: z.array(z.object({ heading: z.string(), meaning: codeColumn.nullable() })),
    rows: z.array(codeRow),
  }),
})

export const importCodes = command({
  name: 'import-codes',
  summary:
    'Add codes from a file, and change those that differ as was chosen, all in one step. Codes above them are made where they are missing.',
  body: z.object({
    codes: z
      .array(codeInFile.extend({ ifDiffers: ifDiffers.default('keep') }))
      .min(1)
      .max(mostCodesInFile),
    reason: prose(2_000).default(''),
  }),
  answer: z.object({ added: z.number().int(), changed: z.number().int() }),
})
