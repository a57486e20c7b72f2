import type { KeptRecord } from '../storage/library.ts'
import type { FromReader, ToReader } from './import-messages.ts'
import { ImportReader } from './read-import.ts'

/** Reads what is imported beside the page, which stays free; ends when the page ends it. */
const scope = self as unknown as {
  postMessage(message: FromReader): void
  onmessage: ((event: MessageEvent<ToReader>) => void) | null
}

/** Told so often, in milliseconds. */
const EVERY = 100

let reader: ImportReader | undefined
let records: readonly KeptRecord[] = []
let given = 0

scope.onmessage = ({ data }) => {
  if (data.kind === 'more') more(data.count)
  else
    read(data).catch((error: unknown) => {
      console.error(error)
      scope.postMessage({ kind: 'failed' })
    })
}

async function read({ files, added }: Extract<ToReader, { kind: 'read' }>): Promise<void> {
  let told = 0
  const own = new ImportReader(added, () => {
    if (performance.now() - told < EVERY) return
    told = performance.now()
    scope.postMessage({ kind: 'progress', files: own.files })
  })
  reader = own
  for (const { path, file } of files) if (!(await own.read(path, file))) break
  records = [...own.records.values()]
  scope.postMessage({ kind: 'preview', preview: own.preview })
}

function more(count: number): void {
  const some = records.slice(given, given + count)
  given += some.length
  const last = given === records.length
  scope.postMessage({
    kind: 'records',
    records: some,
    ...(last && reader && { names: reader.names, lociterm: reader.lociterm }),
  })
}
