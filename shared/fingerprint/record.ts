/** Which of the reference program's schemas: that of version 4.0.2 (the census of muds.modem.xyz) or that of 4.0.5. */
export type Schema = 'five-key' | 'eight-key'
export type ScanType = 'quick' | 'full'

/** What is hashed: the lists are sorted by code point, names as the reference writes them (COM_PORT, MCCP2, 0x06). */
export interface FingerprintData {
  readonly 'probed-protocol': 'server'
  readonly 'scan-type': ScanType
  readonly 'offered-options': readonly string[]
  readonly 'requested-options': readonly string[]
  readonly 'refused-options': readonly string[]
  /** These three in the eight-key schema only. */
  readonly 'directional-refusals'?: readonly string[]
  readonly 'looped-negotiation'?: readonly string[]
  readonly 'wrong-direction-offered'?: readonly string[]
}

export type MsspValues = Readonly<Record<string, string | readonly string[]>>

/** One variable of the server's NEW-ENVIRON SEND; the name `*` stands for all. */
export interface EnvironRequest {
  readonly type: 'VAR' | 'USERVAR'
  readonly name: string
  readonly value_hex?: string
}

/** The reference's tables at the moment before the probe, by record name. */
export interface OptionStates {
  readonly server_offered: Readonly<Record<string, boolean>>
  readonly server_requested: Readonly<Record<string, boolean>>
  readonly environ_requested?: readonly EnvironRequest[]
  readonly directional_refusals?: readonly string[]
}

/** Banners are decoded with the session's encoding; bytes it does not know are lone surrogates U+DC80 to U+DCFF. */
export interface SessionData {
  readonly scan_type: ScanType
  readonly encoding: string
  readonly banner_before_return: string
  readonly banner_after_return: string
  readonly dsr_requests: number
  readonly dsr_replies: number
  /** Seconds, written as Python's floats. */
  readonly timing: { readonly probe: number; readonly total: number }
  readonly option_states: OptionStates
  readonly mssp?: MsspValues
  readonly zmp?: readonly (readonly string[])[]
  readonly atcp?: readonly { readonly package: string; readonly value: string }[]
  readonly aardwolf?: readonly {
    readonly channel: string
    readonly channel_byte: number
    readonly data_byte?: number
    readonly data_bytes?: string
  }[]
  readonly mxp?: readonly string[]
  readonly comport?: Readonly<Record<string, string | number>>
}

/** Where and when: `connected` is the end of the scan, UTC with microseconds, as Python's `isoformat` writes it. */
export interface SessionIdentity {
  readonly host: string
  readonly ip: string
  readonly port: number
  readonly connected: string
}

/** The record of telnetlib3-fingerprint, as its files hold it. */
export interface ScanRecord {
  readonly 'server-probe': {
    readonly fingerprint: string
    readonly 'fingerprint-data': FingerprintData
    readonly session_data: SessionData
  }
  readonly sessions: readonly SessionIdentity[]
}
