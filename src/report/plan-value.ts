const longest = 160;

/** A value of a manifest on one line, cut where it is long. */
export function planValue(value: unknown): string {
  if (value === undefined) return 'none';
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
