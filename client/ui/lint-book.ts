import { mount, unmount } from 'svelte'
import LintBook from './LintBook.svelte'

let open = false

/** Opens the explanations of all lints over the page; their address is in the page's as long as they are there. */
export function openLints(): void {
  if (open) return
  open = true
  const book = mount(LintBook, {
    target: document.body,
    props: {
      onclose: () => {
        open = false
        history.replaceState(null, '', location.pathname + location.search)
        void unmount(book)
      },
    },
  })
}
