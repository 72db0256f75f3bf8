/** More names than these help nobody who reads a message. */
const most = 10;

/** `a, b, c`; of very many names the first, and how many more there are. */
export function firstFew(names: readonly string[]): string {
  const more = names.length - most;
  if (more <= 0) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${more} more`;
}
