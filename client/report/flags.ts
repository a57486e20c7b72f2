/** True where flags are drawn: Windows shows two small letters, systems without such a font two boxes. */
export function hasFlags(): boolean {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!context) return false
  context.canvas.width = context.canvas.height = 20
  context.textBaseline = 'top'
  context.font = '16px sans-serif'
  context.fillStyle = '#000'
  context.fillText('\u{1f1ef}\u{1f1f5}', 0, 0)
  // Japan's has a red disc; letters and boxes are as black as the ink.
  const { data } = context.getImageData(0, 0, 20, 20)
  return data.some((value, i) => i % 4 === 0 && value > 120 && (data[i + 3] ?? 0) > 120)
}
