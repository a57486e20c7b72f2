/** A count of bytes as people read it: `512 B`, `12.3 kB`, `4.56 MB`. */
export function byteText(count: number): string {
  if (count < 1000) return `${count} B`
  const units = ['kB', 'MB', 'GB']
  let value = count / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value.toPrecision(3).replace(/e.*/, '')} ${units[unit] ?? ''}`
}

/** A time of the reader's own clock, such as `14:05`. */
export const timeText = (sinceEpoch: number): string =>
  new Date(sinceEpoch).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
