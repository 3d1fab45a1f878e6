import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Kind } from './schema.ts'

const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i
const whole = /^[+-]?\d+$/
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)$/
const zone = String.raw`(Z|[+-]\d\d:\d\d)?`
const date = new RegExp(String.raw`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])${zone}$`)
const dateTime = new RegExp(
  String.raw`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?${zone}$`,
)
const colour = /^#([0-9a-f]{6}|[0-9a-f]{3})$/i
const rgb = /^rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})/i

/**
 * A value as the schema has it; null where nothing can be made of it. GUIDs are written bare and in small letters, and
 * `RGB(…)` colours, which some programs write, as `#RRGGBB`.
 */
export function valueAs(kind: Kind, given: string): string | null {
  const value = kind === 'text' ? given : given.trim()
  switch (kind) {
    case 'text':
      return value
    case 'guid':
      // by way of capitals: a part of a string would hold on to the whole of what was read
      return guid.exec(value)?.[1]?.toUpperCase().toLowerCase() ?? null
    case 'boolean':
      return (
        new Map([
          ['true', 'true'],
          ['1', 'true'],
          ['false', 'false'],
          ['0', 'false'],
        ]).get(value.toLowerCase()) ?? null
      )
    case 'integer':
      return whole.test(value) ? value : roundedInteger(value)
    case 'decimal':
      return decimal.test(value) ? value : null
    case 'date':
      return date.test(value) ? value : null
    case 'dateTime':
      return dateTime.test(value) ? value : null
    case 'colour':
      return colour.test(value) ? value : hexOf(value)
    default:
      return kind.find((one) => one.toLowerCase() === value.toLowerCase()) ?? null
  }
}

function roundedInteger(value: string): string | null {
  return decimal.test(value) ? String(Math.round(Number(value))) : null
}

function hexOf(value: string): string | null {
  const parts = rgb.exec(value)?.slice(1, 4).map(Number)
  if (!parts || parts.some((part) => part > 255)) return null
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** A GUID for what has none that is one: the same for the same words, so that references to it still meet it. */
export function guidFor(words: string): string {
  const hex = bytesToHex(sha256(utf8ToBytes(words)))
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-')
}
