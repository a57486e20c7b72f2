import { readSettings, scanSettings, type ScanSettings } from '../../shared/fingerprint/settings.ts'

/** What a person may choose of a scan. */
export type ScanChoices = Pick<
  ScanSettings,
  'schema' | 'scanType' | 'pace' | 'profile' | 'ttype' | 'encoding'
>

export const USUAL: ScanChoices = choicesOf(scanSettings())

function choicesOf({ schema, scanType, pace, profile, ttype, encoding }: ScanSettings): ScanChoices {
  return { schema, scanType, pace, profile, ttype, encoding }
}

/** Choices out of a memory; what makes no sense is as if never chosen. */
export function readChoices(text: string | null): ScanChoices {
  const { ttype, encoding, ...listed } = choicesOf(readSettings(text ?? '', scanSettings()))
  return { ...listed, ttype: ttypeOf(ttype), encoding: encodingOf(encoding) }
}

/** What is sent as the terminal's type: printable, no blanks; the usual for everything else. */
export const ttypeOf = (text: string): string =>
  /^[\x21-\x7e]{1,40}$/.test(text.trim()) ? text.trim() : USUAL.ttype

/** Encodings to choose from; `ascii` leaves it to the server. */
export const ENCODINGS = [
  'ascii',
  'utf-8',
  'latin-1',
  'cp437',
  'cp1251',
  'koi8-r',
  'big5',
  'gbk',
  'euc-kr',
  'shift_jis',
  'petscii',
  'atascii',
] as const

const encodingOf = (text: string): string => ENCODINGS.find((encoding) => encoding === text) ?? USUAL.encoding

/** The engine's settings for a scan over TLS or without. */
export const settingsOf = (choices: ScanChoices, tls: boolean): ScanSettings =>
  scanSettings(choices.profile, { ...choices, tls })
