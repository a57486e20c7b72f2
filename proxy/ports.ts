/** Ports where games may be: telnet, telnet over TLS, and everything that needs no privilege. */
const GAMES: readonly (readonly [first: number, last: number])[] = [
  [23, 23],
  [992, 992],
  [1024, 65535],
]

/**
 * Among them those of services that people attack, or attack others through, with bytes of their choice: no proxy that is
 * open to all should reach them. Well-known ports of MUDs and BBSs stay open although something else uses them too
 * (2323, 3000, 4000-4999, 5000, 5555, 6666, 6969, 7000, 7777, 8000, 8080, 8888, 9000, 9999); every port of the recordings this was made
 * with is one of them.
 */
export const ABUSED_PORTS: readonly (readonly [first: number, last: number, service: string])[] = [
  [1080, 1080, 'SOCKS'],
  [1099, 1099, 'Java RMI'],
  [1433, 1434, 'SQL Server'],
  [1521, 1521, 'Oracle'],
  [1723, 1723, 'PPTP'],
  [1883, 1883, 'MQTT'],
  [2049, 2049, 'NFS'],
  [2375, 2380, 'Docker, etcd'],
  [2525, 2525, 'mail submission'],
  [3128, 3128, 'HTTP proxy'],
  [3306, 3306, 'MySQL'],
  [3389, 3389, 'Remote Desktop'],
  [5060, 5061, 'SIP'],
  [5432, 5432, 'PostgreSQL'],
  [5900, 5909, 'VNC'],
  [5984, 5984, 'CouchDB'],
  [5985, 5986, 'Windows remote management'],
  [6000, 6003, 'X11'],
  [6379, 6379, 'Redis'],
  [6443, 6443, 'Kubernetes'],
  [6667, 6667, 'IRC'],
  [6697, 6697, 'IRC'],
  [8086, 8086, 'InfluxDB'],
  [8118, 8118, 'HTTP proxy'],
  [9042, 9042, 'Cassandra'],
  [9050, 9051, 'Tor'],
  [9092, 9092, 'Kafka'],
  [9100, 9100, 'printers'],
  [9200, 9200, 'Elasticsearch'],
  [9300, 9300, 'Elasticsearch'],
  [10250, 10250, 'Kubernetes'],
  [11211, 11211, 'memcached'],
  [15672, 15672, 'RabbitMQ'],
  [27017, 27019, 'MongoDB'],
]

const within =
  (port: number) =>
  ([first, last]: readonly [number, number, ...unknown[]]): boolean =>
    port >= first && port <= last

/** What a port is known for, if that is why public games cannot be there; undefined if they can. */
export function whyNot(port: number): string | undefined {
  const abused = ABUSED_PORTS.find(within(port))
  if (abused) return `it is the port of ${abused[2]}`
  return GAMES.some(within(port)) ? undefined : 'it is not one for games'
}

/** The ports and ranges that are left, such as `1024-1079`, for people and for `/info.json`. */
export const OPEN_PORT_NAMES: readonly string[] = openRanges().map(([first, last]) =>
  first === last ? String(first) : `${first}-${last}`,
)

function openRanges(): [number, number][] {
  const ranges: [number, number][] = []
  for (const [first, last] of GAMES) {
    let from = first
    for (const [start, end] of ABUSED_PORTS) {
      if (start < from || start > last) continue
      if (start > from) ranges.push([from, start - 1])
      from = end + 1
    }
    if (from <= last) ranges.push([from, last])
  }
  return ranges
}
