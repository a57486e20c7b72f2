/** Telnet commands that follow IAC. RFC 854; EOF, SUSP and ABORT: RFC 1184; EOR: RFC 885. */
export const IAC = 255
export const DONT = 254
export const DO = 253
export const WONT = 252
export const WILL = 251
export const SB = 250
export const GA = 249
export const EL = 248
export const EC = 247
export const AYT = 246
export const AO = 245
export const IP = 244
export const BRK = 243
export const DM = 242
export const NOP = 241
export const SE = 240
export const EOR = 239
export const ABORT = 238
export const SUSP = 237
export const EOF = 236

export type Verb = 'WILL' | 'WONT' | 'DO' | 'DONT'

const VERBS: Readonly<Record<number, Verb>> = { [WILL]: 'WILL', [WONT]: 'WONT', [DO]: 'DO', [DONT]: 'DONT' }
const VERB_CODES: Readonly<Record<Verb, number>> = { WILL, WONT, DO, DONT }

/** The verb with that command byte; throws for any other byte. */
export function verbOf(code: number): Verb {
  const verb = VERBS[code]
  if (!verb) throw new Error(`${code} is none of WILL, WONT, DO, DONT`)
  return verb
}

export const verbCode = (verb: Verb): number => VERB_CODES[verb]

const COMMAND_NAMES: Readonly<Record<number, string>> = {
  [IAC]: 'IAC',
  [DONT]: 'DONT',
  [DO]: 'DO',
  [WONT]: 'WONT',
  [WILL]: 'WILL',
  [SB]: 'SB',
  [GA]: 'GA',
  [EL]: 'EL',
  [EC]: 'EC',
  [AYT]: 'AYT',
  [AO]: 'AO',
  [IP]: 'IP',
  [BRK]: 'BRK',
  [DM]: 'DM',
  [NOP]: 'NOP',
  [SE]: 'SE',
  [EOR]: 'EOR',
  [ABORT]: 'ABORT',
  [SUSP]: 'SUSP',
  [EOF]: 'EOF',
}

/** What a command asks for, as a phrase that follows "the server" or "we". */
export const COMMAND_MEANING: Readonly<Record<string, string>> = {
  GA: 'marked the end of a prompt (go ahead)',
  EOR: 'marked the end of a prompt (end of record)',
  NOP: 'sent a no-operation',
  AYT: 'asked "are you there?"',
  IP: 'interrupted the process',
  BRK: 'sent a break',
  AO: 'asked to discard output',
  EC: 'asked to erase a character',
  EL: 'asked to erase a line',
  DM: 'marked the end of urgent data',
  EOF: 'marked the end of the file',
  SUSP: 'suspended the process',
  ABORT: 'aborted the process',
}

export const commandName = (code: number): string => COMMAND_NAMES[code] ?? hexName(code)

/** Options by the names willdo shows. Numbers: https://www.iana.org/assignments/telnet-options and, from 69 on, MUD practice. */
export const TELOPT = {
  BINARY: 0,
  ECHO: 1,
  RCP: 2,
  SGA: 3,
  NAMS: 4,
  STATUS: 5,
  TM: 6,
  RCTE: 7,
  NAOL: 8,
  NAOP: 9,
  NAOCRD: 10,
  NAOHTS: 11,
  NAOHTD: 12,
  NAOFFD: 13,
  NAOVTS: 14,
  NAOVTD: 15,
  NAOLFD: 16,
  XASCII: 17,
  LOGOUT: 18,
  BM: 19,
  DET: 20,
  SUPDUP: 21,
  SUPDUPOUTPUT: 22,
  SNDLOC: 23,
  TTYPE: 24,
  EOR: 25,
  TUID: 26,
  OUTMRK: 27,
  TTYLOC: 28,
  VT3270REGIME: 29,
  X3PAD: 30,
  NAWS: 31,
  TSPEED: 32,
  LFLOW: 33,
  LINEMODE: 34,
  XDISPLOC: 35,
  OLD_ENVIRON: 36,
  AUTHENTICATION: 37,
  ENCRYPT: 38,
  NEW_ENVIRON: 39,
  TN3270E: 40,
  XAUTH: 41,
  CHARSET: 42,
  RSP: 43,
  COM_PORT: 44,
  SUPPRESS_LOCAL_ECHO: 45,
  TLS: 46,
  KERMIT: 47,
  SEND_URL: 48,
  FORWARD_X: 49,
  MSDP: 69,
  MSSP: 70,
  MCCP1: 85,
  MCCP2: 86,
  MCCP3: 87,
  MSP: 90,
  MXP: 91,
  ZMP: 93,
  AARDWOLF: 102,
  PRAGMA_LOGON: 138,
  SSPI_LOGON: 139,
  PRAGMA_HEARTBEAT: 140,
  ATCP: 200,
  GMCP: 201,
  EXOPL: 255,
} as const

const OPTION_NAMES: readonly string[] = Array.from({ length: 256 }, (_, code) => hexName(code))
for (const [name, code] of Object.entries(TELOPT)) (OPTION_NAMES as string[])[code] = name

/** The option's name, or `0x32` and the like where it has none. */
export const optionName = (code: number): string => OPTION_NAMES[code] ?? hexName(code)

/** The number of the option so named (case-blind, `0x32` and decimal too); undefined if there is none. */
export function optionNumber(name: string): number | undefined {
  const found = OPTION_NAMES.indexOf(name.trim().toUpperCase().replaceAll('-', '_'))
  if (found >= 0) return found
  const code = /^(0x[0-9a-f]{1,2}|\d{1,3})$/i.test(name.trim()) ? Number(name) : NaN
  return code >= 0 && code <= 255 ? code : undefined
}

function hexName(code: number): string {
  return `0x${code.toString(16).padStart(2, '0')}`
}
