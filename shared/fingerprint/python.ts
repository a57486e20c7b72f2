/** A Python float, which prints as `0.0` where an int prints as `0`. */
export declare class Float {
  readonly value: number
  constructor(value: number)
}
/** Dicts are Maps: an object would put keys like "1" first. Numbers are ints. */
export type PythonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Float
  | Uint8Array
  | Tuple
  | readonly PythonValue[]
  | ReadonlyMap<string, PythonValue>

export declare class Tuple {
  readonly items: readonly PythonValue[]
  constructor(...items: PythonValue[])
}

/** `repr(float)`: `0.0`, `1e-05`, `12.16351318359375`. */
export declare function floatText(value: number): string
/** `repr(value)`, as log lines show it. */
export declare function repr(value: PythonValue): string
/** What Python's `json.loads` makes of a text, order of keys and int or float kept; undefined where it raises. */
export declare function parseJson(text: string): PythonValue | undefined
/** `json.dumps(value, indent=2, sort_keys=True)`, byte for byte. */
export declare function jsonText(value: PythonValue): string
