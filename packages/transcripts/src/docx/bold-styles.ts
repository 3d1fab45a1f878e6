import { readXml } from '../office/xml.ts'

interface Style {
  readonly basedOn: string | null
  readonly bold: boolean | null
}

/** The ids of the styles that make letters bold, by themselves or by the style they are based on. */
export function boldStyles(stylesPart: Uint8Array | undefined): ReadonlySet<string> {
  if (!stylesPart) return new Set()
  const styles = readStyles(stylesPart)
  return new Set([...styles.keys()].filter((id) => isBold(styles, id)))
}

function readStyles(part: Uint8Array): Map<string, Style> {
  const styles = new Map<string, Style>()
  let id: string | null = null
  let style: Style = { basedOn: null, bold: null }
  readXml(part, {
    open(name, attribute) {
      if (name === 'w:style') {
        id = attribute('styleId') ?? null
        style = { basedOn: null, bold: null }
      } else if (name === 'w:basedOn') style = { ...style, basedOn: attribute('val') ?? null }
      else if (name === 'w:b') style = { ...style, bold: isOn(attribute('val')) }
    },
    close(name) {
      if (name === 'w:style' && id !== null) styles.set(id, style)
    },
    text() {},
  })
  return styles
}

function isBold(styles: ReadonlyMap<string, Style>, start: string): boolean {
  const seen = new Set<string>()
  let id: string | null = start
  while (id !== null && !seen.has(id)) {
    seen.add(id)
    const style = styles.get(id)
    if (!style) return false
    if (style.bold !== null) return style.bold
    id = style.basedOn
  }
  return false
}

/** The value of a switch such as `<w:b/>`: on unless it says otherwise. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || !['0', 'false', 'off', 'none'].includes(value)
}
