/** Results go to standard output, one thing a script may read; all else that is said goes to standard error. */
export function result(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function resultAsJson(value: unknown): void {
  result(JSON.stringify(value, null, 2))
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
