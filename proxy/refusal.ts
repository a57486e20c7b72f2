import { CODES } from '../shared/wire/codes.ts'
import type { Code, Leg } from '../shared/wire/codes.ts'
import type { Certificate } from '../shared/wire/messages.ts'

/** Why a session cannot be had, in words for a person: what the operator, the user or the way there did wrong. */
export class Refusal extends Error {
  readonly code: Code
  readonly leg: Leg
  readonly certificate: Certificate | undefined

  constructor(code: Code, message: string = CODES[code].sentence, certificate?: Certificate) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.leg = CODES[code].leg
    this.certificate = certificate
  }
}
