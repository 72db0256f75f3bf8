/** Whether a name is meant by a pattern, in which `*` stands for anything and `?` for one character. */
export function matchesGlob(name: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`, 's').test(name);
}
