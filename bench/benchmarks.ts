import { addCoding } from './add-coding.ts'
import { agreement } from './agreement.ts'
import { allocation } from './allocation.ts'
import { disclosure } from './disclosure.ts'
import { exportCodings } from './export.ts'
import { readHostileFiles } from './hostile-files.ts'
import { benchImport } from './import-formats.ts'
import { importOverHttp } from './import-over-http.ts'
import { type Benchmark, judged } from './measured.ts'
import { memory } from './memory.ts'
import { mergeTwoCodes } from './merge-codes.ts'
import { pagesOfQuotes } from './quotes.ts'
import { read } from './read.ts'
import { refiQda } from './refi-qda.ts'
import { start } from './start.ts'
import { benchTranscriptView } from './transcript-view/measure.ts'

const importFormats: Benchmark = {
  name: 'import-formats',
  how: 'readFile on 50 files of 60 KB of text, one after the other, each format in a process of its own, no database; the first three of a format, read before, are not counted. Memory is the peak of the resident set of that process, Node and its code included.',
  async run() {
    const speeds = await benchImport()
    return speeds.flatMap(({ format, filesPerSecond, cpuMs, peakMB, startedMB }) => [
      judged(
        `read 50 ${format} files`,
        filesPerSecond,
        'a second',
        { least: format === 'pdf' ? 8 : 20 },
        { cpuMs },
      ),
      judged(`memory while reading 50 ${format} files`, peakMB, 'MB', null, { startedMB }),
    ])
  },
}

const transcriptView: Benchmark = {
  name: 'transcript-view',
  how: 'Main-thread CPU time in Chromium (TaskDuration in thread ticks) on a text of 1,000,000 characters; opening is the median of five fresh pages, changes are means of 20, scrolling of 120 frames. Budgets are for 5,000 codings.',
  async run() {
    const rows = await benchTranscriptView()
    return rows.flatMap(({ codings, openCpuMs, addCpuMs, removeCpuMs, scrollCpuMsPerFrame }) => {
      const on = `a 1 MB transcript with ${codings.toLocaleString('en')} codings`
      const most = (budget: number) => (codings <= 5_000 ? { most: budget } : null)
      return [
        judged(`open ${on}`, openCpuMs, 'ms CPU', most(150)),
        judged(`add a coding in ${on}`, addCpuMs, 'ms CPU', most(15)),
        judged(`remove a coding in ${on}`, removeCpuMs, 'ms CPU', most(15)),
        judged(`scroll a frame in ${on}`, scrollCpuMsPerFrame, 'ms CPU', most(10)),
      ]
    })
  },
}

/** Every benchmark, in the order in which all are run. */
export const benchmarks: readonly Benchmark[] = [
  start,
  memory,
  addCoding,
  read,
  exportCodings,
  mergeTwoCodes,
  pagesOfQuotes,
  importFormats,
  importOverHttp,
  readHostileFiles,
  transcriptView,
  agreement,
  allocation,
  disclosure,
  refiQda,
]
