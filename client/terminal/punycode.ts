const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700

function adapt(delta: number, count: number, first: boolean): number {
  let rest = first ? Math.floor(delta / DAMP) : delta >> 1
  rest += Math.floor(rest / count)
  let k = 0
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN))
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}

function digitOf(unit: string): number {
  if (unit >= 'a' && unit <= 'z') return unit.charCodeAt(0) - 97
  return unit >= '0' && unit <= '9' ? unit.charCodeAt(0) - 22 : BASE
}

/** One label without its `xn--` (RFC 3492, section 6.2); undefined if it is none. */
function decodeLabel(label: string): string | undefined {
  const dash = label.lastIndexOf('-')
  const out = [...label.slice(0, Math.max(0, dash))]
  let code = 128
  let bias = 72
  let at = 0
  for (let i = dash + 1; i < label.length;) {
    const before = at
    let weight = 1
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(label.charAt(i++))
      if (digit >= BASE || digit > (0x7fffffff - at) / weight) return undefined
      at += digit * weight
      const threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias))
      if (digit < threshold) break
      weight *= BASE - threshold
    }
    bias = adapt(at - before, out.length + 1, before === 0)
    code += Math.floor(at / (out.length + 1))
    at %= out.length + 1
    if (code > 0x10ffff) return undefined
    out.splice(at++, 0, String.fromCodePoint(code))
  }
  return out.join('')
}

/** How a host reads in letters, if it holds labels in punycode; undefined if it holds none that can be read. */
export function readableHost(host: string): string | undefined {
  const labels = host
    .split('.')
    .map((label) => (/^xn--/i.test(label) ? decodeLabel(label.slice(4).toLowerCase()) : label))
  const readable = labels.some((label) => label === undefined) ? undefined : labels.join('.')
  return readable === host ? undefined : readable
}
