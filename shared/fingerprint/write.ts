import type { FingerprintData, ScanRecord, SessionIdentity } from './record.ts'

/** The fingerprint: 16 hex digits. */
export declare function fingerprintHash(data: FingerprintData): string
/** The name of a session's file. */
export declare function sessionHash(session: Pick<SessionIdentity, 'host' | 'ip' | 'port'>): string
/** The record's file, as the reference writes it. */
export declare function recordText(record: ScanRecord): string
/** Where a record goes, under the data directory. */
export declare function recordPath(record: ScanRecord): string
/** A record saved over an earlier one of the same file: its session added, the fingerprint left alone. */
export declare function mergeRecord(earlier: ScanRecord, record: ScanRecord): ScanRecord
/** The file of names given to fingerprints, under the data directory. */
export declare const NAMES_FILE = 'fingerprint_names.json'
export declare function namesText(names: Readonly<Record<string, string>>): string
/** `connected`: UTC with microseconds. */
export declare function isoTime(milliseconds: number): string
