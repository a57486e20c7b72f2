import { fromJson, jsonText } from '../../shared/fingerprint/python.ts'
import { NAMES_FILE } from '../../shared/fingerprint/write.ts'
import type { Library } from './library.svelte.ts'
import type { Packed, PackedFile, ToPacker } from './pack.ts'

/** A worker that packs what is exported. */
export interface PackerPort {
  postMessage(message: ToPacker): void
  terminate(): void
  onmessage: ((event: MessageEvent<Packed>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

/** Records being packed into a zip with the folders that the reference program keeps them in. */
export class Export {
  readonly #library: Library
  readonly #packer: () => PackerPort
  #port: PackerPort | undefined
  #stopped: (() => void) | undefined
  /** Records packed so far, and of how many; undefined while nothing is packed. */
  progress = $state.raw<{ readonly done: number; readonly of: number }>()
  error = $state<string>()

  constructor(library: Library, packer: () => PackerPort) {
    this.#library = library
    this.#packer = packer
  }

  /** The zip of these records, or undefined if it was stopped or could not be made. */
  async pack(paths: readonly string[]): Promise<Blob | undefined> {
    this.stop()
    this.error = undefined
    this.progress = { done: 0, of: paths.length }
    const port = (this.#port = this.#packer())
    try {
      const stopped = new Promise<undefined>((resolve) => (this.#stopped = () => resolve(undefined)))
      return await Promise.race([this.#packed(paths, port), stopped])
    } catch (error) {
      console.info('Not exported:', error)
      if (this.#port === port) this.error = error instanceof Error ? error.message : String(error)
      return undefined
    } finally {
      if (this.#port === port) this.stop()
    }
  }

  stop(): void {
    this.#port?.terminate()
    this.#port = undefined
    this.#stopped?.()
    this.progress = undefined
  }

  async #packed(paths: readonly string[], port: PackerPort): Promise<Blob | undefined> {
    let done = 0
    for await (const records of this.#library.texts(paths)) {
      if (this.#port !== port) return undefined
      const files = records.map(({ path, text, when }) => ({ path: `server/${path}.json`, text, when }))
      await answered(port, { files, last: false })
      done += records.length
      this.progress = { done, of: paths.length }
    }
    const { names } = this.#library
    const last: PackedFile[] =
      Object.keys(names).length === 0 ? [] : [{ path: NAMES_FILE, text: jsonText(fromJson(names)), when: '' }]
    return (await answered(port, { files: last, last: true })).zip
  }
}

/** Never settled once the port is terminated. */
const answered = (port: PackerPort, message: ToPacker): Promise<Packed> =>
  new Promise((resolve, reject) => {
    port.onmessage = ({ data }) => resolve(data)
    port.onerror = () =>
      reject(new Error('The records could not be packed. Reload the page, then try again.'))
    port.postMessage(message)
  })
