import type { Millis } from '../../shared/base/brands.ts'

/** Time since the session began: `4.20 s`, or `1:04:07` from a minute on. */
export function clock(at: Millis): string {
  const seconds = Math.max(0, at) / 1000
  if (seconds < 60) return `${seconds.toFixed(2)} s`
  const whole = Math.floor(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (number: number): string => String(number).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
