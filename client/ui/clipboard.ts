/** Puts text into the clipboard; false where the browser does not allow it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch (error) {
    // Without https there is no `navigator.clipboard`; the old way may still be open.
    console.info('The clipboard took nothing:', error)
    return copyByCommand(text)
  }
}

function copyByCommand(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'unseen'
  document.body.append(field)
  field.select()
  // Deprecated, but without https there is no other way.
  const copied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}

/** What to say of it. */
export const copiedText = (copied: boolean, what: string): string =>
  copied ? `Copied ${what}.` : 'The browser does not let this page copy. Select the text and copy it by hand.'
