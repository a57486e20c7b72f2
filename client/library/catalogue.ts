import type { FingerprintData } from '../../shared/fingerprint/record.ts'
import { probeOrder, recordName } from '../../shared/fingerprint/names.ts'

/** What is hashed; the oldest records know no scan type. */
export type PublishedData = Omit<FingerprintData, 'scan-type'> & Partial<Pick<FingerprintData, 'scan-type'>>

/** A fingerprint that was published by the census of MUDs and BBSs. */
export interface Published {
  readonly hash: string
  readonly data: PublishedData
  /** How many other servers shared it in the census of April 2026, where that is known. */
  readonly census?: number
}

/** A server whose record was published there. */
export interface PublishedServer {
  readonly hash: string
  readonly host: string
  readonly port: number
  readonly ip: string
  readonly place: string
  readonly name: string
  readonly when: string
}

/** When the numbers are from. */
export const CENSUS = 'April 2026'

/**
 * Hash, how many options were asked for (0: the server had hung up before), those offered, those requested from the client,
 * and the number of the census. What was asked for and not offered was refused.
 */
const FINGERPRINTS = `
a7f16e7eba19a9ae 17 BINARY,GMCP,MCCP2,MSDP,MSP,MSSP,MXP GMCP,MCCP2,MSDP,MSP,MSSP,MXP,NEW_ENVIRON,TTYPE 5
c2dd7d4e76383b41 0 - - 111
fdd1047c281c7efb 15 BINARY,GMCP,MSDP,MSP,MSSP,MXP NEW_ENVIRON,TTYPE
2582d677ba7e36e2 0 - GMCP,MCCP2,MSP,MSSP,NAWS,NEW_ENVIRON,TTYPE,ZMP
2d1d3bcf28abae7b 0 - ATCP,CHARSET,MXP,NAWS,TTYPE
e49f2eef99a26459 0 - CHARSET,NAWS,TTYPE
c405afe101fc3e8c 0 - NAWS,TTYPE
0fadc0aac9fa71cb 0 - GMCP,LINEMODE,MCCP2,MSSP,MXP,NAWS,NEW_ENVIRON,SGA,TTYPE,ZMP
831d5c58292b5515 17 CHARSET,MCCP2 NAWS,TTYPE
fb1fd957906b9931 17 GMCP,MSSP NEW_ENVIRON,TTYPE
21391570273c5f22 17 MCCP2,MSDP,MSP,MSSP,MXP ATCP,CHARSET,MXP,NAWS,TTYPE
53ad3fa4d2cba92f 0 - CHARSET,MXP,NAWS,NEW_ENVIRON,TTYPE
d4f3adfd6a3bbb9d 0 - SGA
6efce61446784f2d 17 BINARY,ECHO,SGA BINARY,NAWS,TSPEED,TTYPE
ab280cfd611c45da 17 ECHO,SGA NAWS,TTYPE
e9e1390d6941c201 17 BINARY,ECHO,SGA BINARY
63cdd7e08d850a9b 17 BINARY,ECHO,EOR,SGA -
620aa4142caf19ba 15 ECHO,SGA NAWS,NEW_ENVIRON,TSPEED,TTYPE
c1df5709ea295a3f 15 BINARY,ECHO,SGA,STATUS ECHO,LFLOW,NAWS,NEW_ENVIRON,TSPEED,TTYPE,XDISPLOC
270f5f632ae16ede 15 BINARY,ECHO,SGA BINARY
4651f15de56d904d 7 BINARY,ECHO TTYPE
bb1406459022d3be 7 ECHO,SGA LINEMODE,NAWS,TTYPE
83831c8c2528c295 7 CHARSET,SGA LINEMODE,NAWS,SGA,TTYPE
312c689f1ba144a9 7 - NAWS,NEW_ENVIRON,TTYPE
dffd465a716e357a 39 - LINEMODE,NAWS,NEW_ENVIRON,SGA,TTYPE
0734a2a20035e1d6 39 ECHO CHARSET,NAWS,NEW_ENVIRON,TTYPE
ff22c77f0dd5aa35 39 BINARY,CHARSET,EOR,SGA BINARY,CHARSET,EOR,NAWS,NEW_ENVIRON,SGA,TTYPE
37802ba8a5328200 39 CHARSET,SGA LINEMODE,NAWS,SGA,TTYPE
f071249ff7dd4d26 39 - CHARSET,NAWS,TTYPE
69c0a5964d203517 39 ECHO CHARSET,NAWS,TTYPE
5fdf8da1a047ce11 39 - NAWS,NEW_ENVIRON,TTYPE
59ea0a81c4c6f713 39 ECHO,SGA LINEMODE,NAWS,TTYPE
4f3d32cdb052bae4 39 EOR NEW_ENVIRON,TTYPE
f716dbbfb5bf995a 39 ECHO CHARSET,NAWS,SGA,TTYPE
`

/** Fingerprint, host, port, address, when, and what it calls itself. */
const SERVERS = `
a7f16e7eba19a9ae coffeemud.net 23 99.88.247.49 2026-04-07T06:51:49.791984+00:00 CoffeeMud
a7f16e7eba19a9ae coffeemud.net 2324 99.88.247.49 2026-04-07T07:15:21.648908+00:00 CoffeeMud PVP
a7f16e7eba19a9ae coffeemud.net 2325 99.88.247.49 2026-04-07T07:07:33.746249+00:00 CoffeeMud HardCore
a7f16e7eba19a9ae coffeemud.net 2327 99.88.247.49 2026-04-07T06:53:53.434101+00:00 CoffeeMud Classic
c2dd7d4e76383b41 coffeemud.net 6502 99.88.247.49 2026-04-07T07:05:47.043788+00:00
`

const MUD = probeOrder('quick').slice(7)

/** What scans have asked for over the years, by how many options those are. */
const PROBES: Readonly<Record<string, readonly number[]>> = {
  0: [],
  7: probeOrder('quick').slice(0, 7),
  15: probeOrder('quick').filter((code) => code !== 86 && code !== 87),
  17: probeOrder('quick'),
  39: probeOrder('full').filter((code) => !MUD.includes(code)),
}

const linesOf = (text: string): readonly string[] => text.trim().split('\n')

const namesOf = (list: string): readonly string[] => (list === '-' ? [] : list.split(','))

/** What one begins with: fingerprints and servers that were published as facts. */
export const published: readonly Published[] = linesOf(FINGERPRINTS).map((line) => {
  const [hash = '', probe = '', offered = '', requested = '', census] = line.split(' ')
  return {
    hash,
    data: dataOf(probe, namesOf(offered), namesOf(requested)),
    ...(census && { census: Number(census) }),
  }
})

export const publishedServers: readonly PublishedServer[] = linesOf(SERVERS).map((line) => {
  const [hash = '', host = '', port = '', ip = '', when = '', ...name] = line.split(' ')
  return { hash, host, port: Number(port), ip, place: `${host}:${port}`, when, name: name.join(' ') }
})

function dataOf(probe: string, offered: readonly string[], requested: readonly string[]): PublishedData {
  const probed = (PROBES[probe] ?? []).map(recordName)
  return {
    'probed-protocol': 'server',
    // The oldest scans asked for the options of the RFCs alone, and knew one type.
    ...(probe !== '39' && { 'scan-type': 'quick' }),
    'offered-options': offered,
    'requested-options': requested,
    'refused-options': probed.filter((name) => !offered.includes(name)).sort(),
  }
}
