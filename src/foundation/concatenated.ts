/** The items of several parts, one part behind the other, made while they are read. */
export function concatenated<T>(parts: readonly Iterable<T>[]): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      for (const part of parts) yield* part;
    },
  };
}
