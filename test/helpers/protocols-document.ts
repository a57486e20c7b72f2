import { optionModule } from '../../shared/options/index.ts'
import { isMalformed, refusalOf, type OptionModule } from '../../shared/options/module.ts'
import { commandName, optionName, TELOPT } from '../../shared/telnet/codes.ts'
import { COMMANDS } from '../../shared/telnet/commands.ts'

const HEAD = `# Telnet options and commands

What willdo does with each telnet option and command when it plays. This text is made from the modules in
\`shared/options/\` and \`shared/telnet/\`; a test holds them equal. After a change there, write it anew with

    WILLDO_WRITE=1 npx vitest run test/unit/protocols-document.test.ts
`

const OPTIONS = `## Options

*Server does it* is the server's WILL and our DO or DONT; *client does it* is the server's DO and our WILL or WONT. We never
offer an option of our own accord, but for NAWS to a server that offers it the wrong way round. *Messages* says what becomes
of an option's subnegotiations: *none* are defined; *exact*: read, and what is read can be written back to the very byte;
*read*: read, and written back with the same meaning; *bytes*: shown as the bytes they are. Whatever comes, its bytes are kept.
`

const cell = (text: string): string => text.replaceAll('|', '\\|')
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n')

/** A document by its name, linked. */
function link(source: string): string {
  const rfc = /^RFC (\d+)$/.exec(source)?.[1]
  if (rfc !== undefined) return `[${source}](https://www.rfc-editor.org/rfc/rfc${rfc})`
  return `[${new URL(source).hostname.replace(/^www\./, '')}](${source})`
}

function does(module: OptionModule, who: 'him' | 'us'): string {
  if (module.accept[who]) {
    return module.unlessOffered === undefined || who === 'us'
      ? 'yes'
      : `yes, unless ${optionName(module.unlessOffered)} is offered`
  }
  const set = { variables: [], withheld: [], display: 'x', location: 'x', compressOut: true }
  return module.willing?.(who, set) ? 'if you set it' : 'no'
}

function messages(module: OptionModule): string {
  const read = module.decode(Uint8Array.of(1), 'server')
  if (isMalformed(read) && read.malformed.includes('has no subnegotiation')) return 'none'
  if (!isMalformed(read) && read.kind === 'raw') return 'bytes'
  return module.lossless ? 'exact' : 'read'
}

/** Why each side of an option is refused where it is. */
function refusals(module: OptionModule): readonly string[] {
  const sides = (['server', 'client'] as const).filter(
    (performer) => does(module, performer === 'server' ? 'him' : 'us') !== 'yes',
  )
  const reasons = sides.map((performer) => refusalOf(module, performer))
  if (reasons.length === 2 && reasons[0] === reasons[1]) return [`- **${module.name}**: ${reasons[0]}.`]
  return sides.map((performer, at) => `- **${module.name}**, ${performer}: ${reasons[at]}.`)
}

/** `docs/protocols.md` as the modules say it should be. */
export function protocolsDocument(): string {
  const modules = Object.values(TELOPT).map((code) => optionModule(code))
  const options = table(
    ['No.', 'Option', 'What it is for', 'Server does it', 'Client does it', 'Messages', 'Described in'],
    modules.map((module) => [
      String(module.code),
      module.name,
      module.summary,
      does(module, 'him'),
      does(module, 'us'),
      messages(module),
      link(module.source),
    ]),
  )
  const commands = table(
    ['Byte', 'Command', 'What it says', 'When a server sends it', 'You can send it', 'Described in'],
    COMMANDS.map(({ code, says, received, unsendable, source }) => [
      String(code),
      commandName(code),
      says,
      received,
      unsendable === undefined ? 'yes' : `no: ${unsendable}`,
      link(source),
    ]),
  )
  return [
    HEAD,
    OPTIONS,
    `${options}\n`,
    '## Why we refuse\n\nA person can make another rule for each side of each option of a server. Without one we refuse because:\n',
    `${modules.flatMap(refusals).join('\n')}\n`,
    '## Commands\n',
    `${commands}\n`,
  ].join('\n')
}
