import type { Finding } from '../foundation/finding.js';

/**
 * Several clients, ports, subsets or environments lead to one place: it is reported once, with the message of the first and
 * the names of all its environments.
 */
export function distinct(findings: readonly Finding[]): Finding[] {
  const byKey = new Map<string, { finding: Finding; environments: Set<string> }>();
  for (const finding of findings) {
    const { environment } = finding;
    const key = placeKey(finding);
    const known = byKey.get(key) ?? { finding, environments: new Set<string>() };
    byKey.set(key, known);
    if (environment !== null) known.environments.add(environment);
  }
  return [...byKey.values()].map(({ finding, environments }) =>
    environments.size > 1 ? { ...finding, environment: [...environments].join(', ') } : finding,
  );
}

/** Equal for findings that are reported once. */
export function placeKey(finding: Finding): string {
  const { rule, file, line, column, resource, message, category } = finding;
  const what = category === 'admission' ? message : '';
  return JSON.stringify([rule, file, line, column, resource, what]);
}
