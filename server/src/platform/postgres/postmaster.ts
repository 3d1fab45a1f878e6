import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a server process wrote about itself into its data directory. */
export type Postmaster = { pid: number; port: number; socketDirectory: string }

/** Reads postmaster.pid; undefined when there is none or it is not complete yet. */
export async function readPostmaster(dataDirectory: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => '')
  // The lines: process id, data directory, start time, port, socket directory, …
  const [pid, , , port, socketDirectory] = text.split('\n')
  if (!Number(pid) || !Number(port) || !socketDirectory) return undefined
  return { pid: Number(pid), port: Number(port), socketDirectory }
}

/**
 * Whether process `pid` is a server on this data directory. A zombie is not (nobody may be there to
 * reap it, as in a container without an init), nor is another program that got the number.
 */
export function isPostmasterOf(pid: number, dataDirectory: string): boolean {
  const words = commandLine(pid)
  return words !== undefined && words.includes(`-D\0${dataDirectory}\0`)
}

/** The command line with its words ended by NUL; undefined when no such process lives. */
function commandLine(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // Empty for a zombie.
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8') || undefined
    } catch {
      return undefined
    }
  }
  try {
    const line = execFileSync('ps', ['-ww', '-o', 'stat=,command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
    if (line.startsWith('Z')) return undefined
    return `${line} `.replace(/ -D (.*?) -c /, ' -D\0$1\0-c ')
  } catch {
    return undefined
  }
}

/**
 * Ends the sessions that outlived their postmaster: busy with a long query, they have not noticed
 * its death, and hold the shared memory without which no new server may start. Linux only;
 * elsewhere they notice when their query ends.
 */
export function endStraySessions(clusterName: string): void {
  if (process.platform !== 'linux') return
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (pid && commandLine(pid)?.startsWith(`postgres: ${clusterName}: `)) signal(pid, 'SIGQUIT')
  }
}

/** Sends a signal; a process that has ended meanwhile is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
