/** Whether a background `#rrggbb` wants light text on it. */
export function isDark(colour = '#000000'): boolean {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[0-9a-f]{2}/gi) ?? []).map((part) =>
    parseInt(part, 16),
  )
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}
