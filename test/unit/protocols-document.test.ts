import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { documentText } from '../helpers/documents.ts'
import { protocolsDocument } from '../helpers/protocols-document.ts'

it('docs/protocols.md is what the option modules say', () => {
  if (process.env['WILLDO_WRITE'] === '1') {
    writeFileSync(new URL('../../docs/protocols.md', import.meta.url), protocolsDocument())
  }
  expect(documentText('protocols.md')).toBe(protocolsDocument())
})
