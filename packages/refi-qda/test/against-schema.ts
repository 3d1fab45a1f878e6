import { readFileSync } from 'node:fs'
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm'
import type { DocumentKind } from '../src/index.ts'

const validators = new Map<DocumentKind, XsdValidator>()

/** What libxml2 finds wrong with this XML by the schema of the standard. */
export function faultsBySchema(kind: DocumentKind, xml: string): string[] {
  const file = kind === 'project' ? 'Project' : 'Codebook'
  const schema = readFileSync(new URL(`../schema/${file}.xsd`, import.meta.url))
  const validator = validators.get(kind) ?? XsdValidator.fromDoc(XmlDocument.fromBuffer(schema))
  validators.set(kind, validator)
  const document = XmlDocument.fromString(xml)
  try {
    validator.validate(document)
    return []
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error
    return error.details.map(({ message }) => message.trim())
  } finally {
    document.dispose()
  }
}
