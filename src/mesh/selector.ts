/** Whether a client's labels satisfy a selector. */
export function satisfiesSelector(
  labels: Record<string, string> | undefined,
  selector: Record<string, string> | undefined,
): boolean {
  if (labels === undefined || !selector) return true;
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
