/** What a style says of its letters, or null where it leaves that to the style it is based on. */
interface Style {
  readonly parent: string | null
  readonly bold: boolean | null
  readonly hidden: boolean | null
}

const unsaid: Style = { parent: null, bold: null, hidden: null }

/** The styles of an OpenDocument text, as they are met in `styles.xml` and `content.xml`. */
export class Styles {
  readonly #styles = new Map<string, Style>()
  #open: { key: string; style: Style } | null = null

  /** To be told every element; whatever is no style is ignored. */
  open(name: string, attribute: (name: string) => string | undefined): void {
    if (name === 'style:style') {
      const family = attribute('family') ?? ''
      const parent = attribute('parent-style-name')
      this.#open = {
        key: keyOf(family, attribute('name') ?? ''),
        style: { ...unsaid, parent: parent === undefined ? null : keyOf(family, parent) },
      }
    } else if (name === 'style:text-properties' && this.#open) {
      const { key, style } = this.#open
      const weight = attribute('font-weight')
      const display = attribute('display')
      this.#open = {
        key,
        style: {
          ...style,
          bold: weight === undefined ? null : isHeavy(weight),
          hidden: display === undefined ? null : display === 'none',
        },
      }
    }
  }

  close(name: string): void {
    if (name !== 'style:style' || !this.#open) return
    this.#styles.set(this.#open.key, this.#open.style)
    this.#open = null
  }

  /** What the style of this family (paragraph, text) says, by itself or by what it is based on. */
  find(family: string, name: string): Pick<Style, 'bold' | 'hidden'> {
    let { bold, hidden } = unsaid
    const seen = new Set<string>()
    let key: string | null = keyOf(family, name)
    while (key !== null && !seen.has(key)) {
      seen.add(key)
      const style: Style = this.#styles.get(key) ?? unsaid
      bold ??= style.bold
      hidden ??= style.hidden
      key = style.parent
    }
    return { bold, hidden }
  }
}

function keyOf(family: string, name: string): string {
  return `${family}/${name}`
}

function isHeavy(weight: string): boolean {
  return weight === 'bold' || Number(weight) >= 600
}
