import type { ScanType } from './record.ts'

/** The option as the reference's log calls it in every line but `recv IAC`. */
export declare function logName(code: number): string
/** The option as its log calls it after `recv IAC DO` and the like. */
export declare function receivedName(code: number): string
/** The option as its records call it. */
export declare function recordName(code: number): string
/** The options asked for by the probe, in its order. */
export declare function probeOrder(type: ScanType): readonly number[]
/** The ten options of the opening burst: WILL for each, then DO for each. */
export declare const BURST: readonly number[]
/** True for options that only a client performs: never probed. */
export declare function isClientOption(code: number): boolean
