import { setTimeout as sleep } from 'node:timers/promises'
import { largeStudy } from './inputs/large-study.ts'
import { putToWork } from './load/put-to-work.ts'
import { type Benchmark, judged } from './measured.ts'
import { startInstallation } from './server/installation.ts'

/** Memory with the study of 1,000,000 codings, once its pages were opened and nobody asks for anything. */
export const memory: Benchmark = {
  name: 'memory',
  how: 'Resident set of the app and proportional set (PSS) of all processes of the database, from /proc (Linux only), 15 s after home, code list and 40 transcripts with their codings were read.',
  async run(say) {
    const study = await largeStudy(say)
    const installation = await startInstallation(study.place)
    try {
      const base = `/api/studies/${study.study}`
      const started = installation.memory()
      const transcripts = study.transcripts.slice(0, 40)
      await putToWork({
        origin: installation.origin,
        cookies: study.cookies,
        clients: 1,
        seconds: 5,
        task: {
          kind: 'get',
          paths: [
            `${base}/home`,
            `${base}/codes`,
            ...transcripts.flatMap((id) => [
              `${base}/transcripts/${id}`,
              `${base}/transcripts/${id}/codings`,
            ]),
          ],
        },
      })
      await sleep(15_000)
      const rest = installation.memory()
      return [
        judged(
          'memory of app and database, that study loaded',
          rest.app + rest.database,
          'MB',
          { most: 500 },
          {
            app: rest.app,
            database: rest.database,
            appJustStarted: started.app,
            databaseJustStarted: started.database,
          },
        ),
      ]
    } finally {
      await installation.stop()
    }
  },
}
