import { expect, it } from 'vitest'
import { lintDocument } from '../helpers/lint-document.ts'

it('docs/lints.md says what the lints say', async () => {
  await expect(lintDocument()).toMatchFileSnapshot('../../docs/lints.md')
})
