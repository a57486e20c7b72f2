/** The name that reports have for a record which is kept: its path as one word. */
export const idOf = (path: string): string => path.replace('/', '-')

/** The path that such a name stands for. */
export const pathOf = (id: string): string => id.replace('-', '/')
