import type { Certificate } from '../../shared/wire/messages.ts'
import type { Address } from '../address.ts'
import type { Memory } from './memory.ts'

const KEY = 'willdo.pins'

/** A certificate that could not be verified and that a person trusts all the same. */
export interface Pin {
  readonly certificate: Certificate
  /** When it was trusted, in ISO 8601. */
  readonly since: string
}

/** The certificates a person trusts, one for each host and port: trust on first use, and a question when it changes. */
export class Pins {
  readonly #memory: Memory
  #pins = $state.raw<Kept>({})

  constructor(memory: Memory) {
    this.#memory = memory
    this.#pins = read(memory.getItem(KEY))
  }

  of(address: Address): Pin | undefined {
    return this.#pins[placeOf(address)]
  }

  trust(address: Address, certificate: Certificate, since: string): void {
    this.#keep(address, { certificate, since })
  }

  forget(address: Address): void {
    if (this.of(address)) this.#keep(address, undefined)
  }

  /** Another page of this browser may have trusted something meanwhile: the memory is read again before it is written. */
  #keep(address: Address, pin: Pin | undefined): void {
    this.#pins = { ...read(this.#memory.getItem(KEY)), [placeOf(address)]: pin }
    this.#memory.setItem(KEY, JSON.stringify(this.#pins))
  }
}

type Kept = Readonly<Record<string, Pin | undefined>>

const placeOf = ({ host, port }: Address): string => `${host} ${port}`

/** What the memory holds, as far as it makes sense; a pin that cannot be read is a certificate that is not trusted. */
function read(text: string | null): Kept {
  const pins = entriesOf(text).filter((entry): entry is [string, Pin] => isPin(entry[1]))
  return Object.fromEntries(pins)
}

function entriesOf(text: string | null): [string, unknown][] {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? Object.entries(value) : []
  } catch (error) {
    console.info('The trusted certificates cannot be read and are forgotten:', error)
    return []
  }
}

const FIELDS = ['subject', 'issuer', 'validFrom', 'validTo', 'sha256']

function isPin(value: unknown): value is Pin {
  if (!isFields(value) || typeof value['since'] !== 'string') return false
  const { certificate } = value
  return isFields(certificate) && FIELDS.every((field) => typeof certificate[field] === 'string')
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
