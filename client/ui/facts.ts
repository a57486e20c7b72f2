/** A day of the reader's own calendar; text that is no date is given back as it is. */
export function dayText(date: string): string {
  const time = Date.parse(date)
  return Number.isNaN(time) ? date : new Intl.DateTimeFormat(undefined, { dateStyle: 'long' }).format(time)
}

/** The name of a country that is given by two letters (ISO 3166-1); the letters if it has none. */
export function countryText(letters: string): string {
  if (!/^[A-Z]{2}$/.test(letters)) return letters
  return new Intl.DisplayNames('en', { type: 'region' }).of(letters) ?? letters
}
