/** Makes the compiler reject a switch that does not handle every arm; unreachable at run time. */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected value ${JSON.stringify(value)}`);
}
