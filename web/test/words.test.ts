import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import { expect, test } from 'vitest'

const catalogues = import.meta.glob<{ messages: Record<string, string> }>('../src/**/messages.ts', {
  eager: true,
})

test('every message of every room can be read as an ICU message', () => {
  expect(Object.keys(catalogues)).toContain('../src/app/messages.ts')
  const faulty = Object.entries(catalogues).flatMap(([path, { messages }]) =>
    Object.entries(messages).flatMap(([id, message]) => {
      try {
        compileMessageOrThrow(message)
        return []
      } catch (error) {
        return [`${path} ${id}: ${String(error)}`]
      }
    }),
  )
  expect(faulty).toEqual([])
})

test('no two rooms use the same message id', () => {
  const ids = Object.values(catalogues).flatMap(({ messages }) => Object.keys(messages))
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})
