import { Packing, type Packed, type ToPacker } from './pack.ts'

/** Packs what is exported beside the page, which stays free; ends when the page ends it. */
const scope = self as unknown as {
  postMessage(message: Packed): void
  onmessage: ((event: MessageEvent<ToPacker>) => void) | null
}

const packing = new Packing()

scope.onmessage = ({ data: { files, last } }) => {
  for (const file of files) packing.add(file)
  scope.postMessage(last ? { zip: packing.end() } : {})
}
