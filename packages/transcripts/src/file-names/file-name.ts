/** The name of a file without folders and without its extension. */
export function titleOf(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? name
  return base.replace(/\.[^.]{1,10}$/, '').trim() || base
}

/** The extension in lower case without its dot, or '' where there is none. */
export function extensionOf(name: string): string {
  return /\.([^.\\/]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''
}
