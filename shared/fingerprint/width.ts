// Python's wcwidth, from what a JavaScript engine knows of Unicode plus what it cannot say (East Asian width).
const ZERO = /^[\p{Mn}\p{Me}\p{Mc}\p{Cf}\p{Zl}\p{Zp}\u1160-\u11ff\u3164\ud7b0-\ud7ff\uffa0]/u
/** Signs that stand before a number and the soft hyphen: format characters that are seen. */
const SEEN = new RegExp(
  '^[\\u00ad\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}]',
  'u',
)
const WIDE = new RegExp(
  '^[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Bopo}\\p{sc=Yi}\\p{sc=Tang}\\p{sc=Nshu}\\p{sc=Kits}' +
    '\\p{Emoji_Presentation}\\u2329\\u232a\\u2630-\\u2637\\u268a-\\u268f\\u2ff0-\\u303e\\u309b-\\u30ff\\u3190-\\u3247' +
    '\\u3250-\\u4dff\\ufe10-\\ufe19\\ufe30-\\ufe6b\\uff01-\\uff60\\uffe0-\\uffe6\\u{1d300}-\\u{1d376}\\u{1f200}-\\u{1f265}]',
  'u',
)
const NARROW = /^[\u02ea\u02eb\uff61-\uffdc]/

/** How many columns a character takes as the reference counts them: 0, 1 or 2, and 0 for control characters. */
export function columnsOf(character: string): number {
  if (character < '\x7f') return character < ' ' ? 0 : 1
  if (character < '\xa0') return 0
  if (ZERO.test(character) && !SEEN.test(character)) return 0
  return WIDE.test(character) && !NARROW.test(character) ? 2 : 1
}
