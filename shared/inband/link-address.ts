// Where a link in the terminal leads: a page of the web, or words for the game. `send:` sends them, `prompt:` puts them
// into the line box (OSC 8 in MUDs); a menu of MXP's has several, of which a person picks one.

/** Words that a link would say to the game. */
export interface LinkCommand {
  readonly command: string
  /** What the menu calls it; the same as the command where the game says nothing. */
  readonly label: string
}

export interface CommandLink {
  /** `prompt`: the words are put into the line box, and not sent. */
  readonly how: 'send' | 'prompt'
  readonly commands: readonly LinkCommand[]
}

const COMMAND_MAX = 500
const COMMANDS_MAX = 20
export const ADDRESS_MAX = 4000
const MENU = 'mxp-menu:'

/** Percent-encodes bytes that came as a character each. */
const escaped = (bytes: string): string =>
  bytes.replace(/[^\w.~-]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** The address of a command link made from bytes; undefined where a command is none that could be sent. */
export function commandAddress({ how, commands }: CommandLink): string | undefined {
  const [first, ...others] = commands
  if (!first || commands.length > COMMANDS_MAX) return undefined
  // eslint-disable-next-line no-control-regex -- those are meant
  if (commands.some(({ command }) => /[\x00-\x1f\x7f]/.test(command) || command.length > COMMAND_MAX))
    return undefined
  const address =
    others.length === 0 && first.label === first.command
      ? `${how}:${escaped(first.command)}`
      : `${MENU}${how}?${commands.map(({ command, label }) => `${escaped(command)}=${escaped(label)}`).join('&')}`
  return address.length > ADDRESS_MAX ? undefined : address
}

/** What such an address says to the game; undefined for any other address, and for what could send more than one line. */
export function readCommandLink(address: string): CommandLink | undefined {
  if (address.length > ADDRESS_MAX) return undefined
  const [, scheme, rest = ''] = /^(send|prompt):([^]*)$/i.exec(address) ?? []
  const [, how, menu = ''] = /^mxp-menu:(send|prompt)\?([^]*)$/.exec(address) ?? []
  const pairs =
    scheme !== undefined
      ? [[rest, rest]]
      : how !== undefined
        ? menu.split('&').map((pair) => pair.split('='))
        : []
  const commands = pairs.map(([command = '', label = command]) => ({
    command: unescaped(command),
    label: unescaped(label),
  }))
  const usable =
    commands.length > 0 &&
    commands.length <= COMMANDS_MAX &&
    commands.every(({ command, label }) => isOneLine(command) && isOneLine(label))
  if (!usable) return undefined
  return { how: (scheme ?? how)?.toLowerCase() === 'prompt' ? 'prompt' : 'send', commands }
}

/** Nothing that ends a line, and nothing that hides what is there or turns its direction. */
const isOneLine = (text: string): boolean =>
  text.trim() !== '' &&
  text.length <= COMMAND_MAX &&
  // eslint-disable-next-line no-control-regex -- those are meant
  !/[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u.test(text)

/** Percent-encoded bytes as text: UTF-8, or ISO 8859-1 where they are not. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    return text.replace(/%([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
  }
}

/** An address that OSC 8 can carry: of the web, in the characters an address has. */
export const isWebAddress = (address: string): boolean =>
  address.length <= ADDRESS_MAX && /^https?:\/\/[\x21-\x7e]+$/i.test(address)
