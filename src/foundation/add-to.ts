/** Adds an item to the list of its key, which begins with the first one. */
export function addTo<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const known = lists.get(key);
  if (known) known.push(item);
  else lists.set(key, [item]);
}
