import type { Sound } from '../../../shared/inband/message.ts'

const isOff = ({ file }: Sound): boolean => file.toLowerCase() === 'off'

/** What one would hear, as words: `music: town.mid, at half volume, again and again`. */
export function captionOf(sound: Sound): string {
  const { kind, file, volume, loops, type } = sound
  if (isOff(sound)) return kind === 'music' ? 'The music ends.' : 'Sounds end.'
  return [
    `${kind === 'music' ? 'Music' : 'Sound'}: ${file}`,
    ...(type === '' ? [] : [type]),
    ...(volume === 100 ? [] : [`volume ${volume}`]),
    ...(loops === 1 ? [] : [loops === -1 ? 'again and again' : `${loops} times`]),
  ].join(', ')
}

/** Where the file is. An address given with `Off` holds for all that follow it (MSP), so the last one known is taken. */
export function soundAddress(sound: Sound, sounds: readonly Sound[]): string {
  if (isOff(sound)) return ''
  const from = sounds.slice(sounds.indexOf(sound))
  const base = sound.url || (from.find((other) => isOff(other) && other.url !== '')?.url ?? '')
  if (base === '') return ''
  if (base.endsWith(sound.file)) return base
  return `${base}${base.endsWith('/') ? '' : '/'}${sound.file.split('/').map(encodeURIComponent).join('/')}`
}
