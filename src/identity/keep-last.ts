/** Puts an entry last in a map, and drops the one not put for longest once there are more than `max`. */
export function keepLast<Key, Entry>(map: Map<Key, Entry>, key: Key, entry: Entry, max: number): void {
  map.delete(key);
  map.set(key, entry);
  const [longestUnused] = map.keys();
  if (map.size > max && longestUnused !== undefined) map.delete(longestUnused);
}
