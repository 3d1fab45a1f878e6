import { StyleModule } from 'style-mod'
import './strict-zod.ts'

// Imported before anything else. The server's content security policy forbids eval and inline
// styles; two libraries would try them, and this is where they are told not to.

const adopted = new WeakMap<Document | ShadowRoot, Map<StyleModule, CSSStyleSheet>>()

/**
 * CodeMirror's styles become constructed style sheets, which the policy allows, in the cascade layer
 * `editor`: after `reset` and before our own, so that an unlayered rule of a room always wins.
 */
StyleModule.mount = (root, modules) => {
  if (!(root instanceof Document || root instanceof ShadowRoot)) return
  const sheets = adopted.get(root) ?? new Map<StyleModule, CSSStyleSheet>()
  adopted.set(root, sheets)
  const ordered = (modules instanceof StyleModule ? [modules] : [...modules]).map((module) => {
    const known = sheets.get(module)
    if (known) return known
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`@layer editor { ${module.getRules()} }`)
    sheets.set(module, sheet)
    return sheet
  })
  const others = root.adoptedStyleSheets.filter((sheet) => !ordered.includes(sheet))
  root.adoptedStyleSheets = [...others, ...ordered]
}
