/** More names than these help nobody who reads a message. */
const most = 10;

/**
 * `a, b, c`; of very many names the first, and how many more there are.
 *
 * @param separator Between them, for what has commas itself.
 */
export function firstFew(names: readonly string[], separator = ', '): string {
  const more = names.length - most;
  if (more <= 0) return names.join(separator);
  return `${names.slice(0, most).join(separator)} and ${more} more`;
}
