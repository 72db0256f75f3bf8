import type { Resource } from './resource.js';

/** Objects in the order in which istiod takes them; without a creation time by name. */
export function oldestFirst<T extends Resource>(resources: readonly T[]): T[] {
  return resources
    .map((resource) => ({ resource, age: ageOf(resource) }))
    .sort(byAge)
    .map(({ resource }) => resource);
}

/** For objects with their ages (`ageOf`). */
export function byAge(a: { age: string }, b: { age: string }): number {
  return a.age < b.age ? -1 : a.age > b.age ? 1 : 0;
}

/** Texts in the order of age. */
export function ageOf({ creationTimestamp = '', name, namespace }: Resource): string {
  return [creationTimestamp, name, namespace].join('\0');
}
