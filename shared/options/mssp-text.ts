import type { Mssp } from './mssp.ts'

const LINES_MAX = 1000

/** What a line typed at the login asks for where MSSP is not spoken (https://mudstandards.org/mud/mssp). */
export const MSSP_REQUEST = 'mssp-request'

/** The answer to `mssp-request` in a game's text: a name and its values a line, tabs between; undefined until all of it is there. */
export function readMsspText(text: string): Mssp | undefined {
  const [, body] = /^MSSP-REPLY-START[ \t]*[\r\n]+([^]*?)^MSSP-REPLY-END/m.exec(text) ?? []
  if (body === undefined) return undefined
  const variables = body
    .split(/[\r\n]+/, LINES_MAX)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...values] = line.split('\t')
      return { name, values }
    })
  return { kind: 'variables', variables }
}
