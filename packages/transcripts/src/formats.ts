import type { Format } from './format.ts'
import { csv } from './formats/csv.ts'
import { docx } from './formats/docx.ts'
import { html } from './formats/html.ts'
import { md } from './formats/md.ts'
import { odt } from './formats/odt.ts'
import { pdf } from './formats/pdf.ts'
import { rtf } from './formats/rtf.ts'
import { sbv } from './formats/sbv.ts'
import { srt } from './formats/srt.ts'
import { textgrid } from './formats/textgrid.ts'
import { txt } from './formats/txt.ts'
import { vtt } from './formats/vtt.ts'

/** Every readable format. A new one is one file in `formats/` and one line here. */
export const formats: readonly Format[] = [
  txt,
  md,
  docx,
  odt,
  rtf,
  pdf,
  html,
  vtt,
  srt,
  sbv,
  textgrid,
  csv,
]
