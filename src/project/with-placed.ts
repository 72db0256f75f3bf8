import type { Repository, UnitDocument } from '../units/unit.js';
import { placedKey } from './changed-parts.js';

/** A repository with other objects in its environments, by `placedKey`; undefined: without the object. */
export function withPlaced(
  repository: Repository,
  placed: ReadonlyMap<string, UnitDocument | undefined>,
): Repository {
  const environments = repository.environments.map((environment) => {
    const { name } = environment;
    const left = new Map(placed);
    const documents = environment.documents.flatMap((one) => {
      const key = placedKey(name, one);
      if (!left.has(key)) return [one];
      const other = left.get(key);
      left.delete(key);
      return other ?? [];
    });
    const added = [...left].flatMap(([key, one]) =>
      one && placedKey(name, one) === key ? [one] : [],
    );
    return { ...environment, documents: [...documents, ...added] };
  });
  return { ...repository, environments };
}
