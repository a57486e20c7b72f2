/** Fonts with letters of one width that systems and people have. */
const KNOWN = [
  'Cascadia Mono',
  'Consolas',
  'Courier New',
  'DejaVu Sans Mono',
  'Fira Code',
  'Hack',
  'IBM Plex Mono',
  'Inconsolata',
  'JetBrains Mono',
  'Liberation Mono',
  'Menlo',
  'Monaco',
  'Noto Sans Mono',
  'OpenDyslexicMono',
  'SF Mono',
  'Source Code Pro',
  'Terminus',
  'Ubuntu Mono',
]

/** Which of them this system has: those that draw otherwise than what stands in for a missing font. */
export function installedFonts(): readonly string[] {
  const context = document.createElement('canvas').getContext('2d')
  if (!context) return []
  const width = (font: string): number => {
    context.font = `40px ${font}`
    return context.measureText('mmmwwwlli0O.,|_#@').width
  }
  const standIns = ['serif', 'sans-serif'].map((font) => ({ font, width: width(font) }))
  return KNOWN.filter((name) => standIns.some(({ font, width: own }) => width(`"${name}", ${font}`) !== own))
}
