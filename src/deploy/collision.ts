import {
  objectKeyOf,
  objectTitle,
  type Cluster,
  type KubernetesObject,
} from '../cluster/cluster.js';
import { isSameWrite, ownerOf, ownerText } from './object-owner.js';

/** Who has come between the checks and the write of an object, as a sentence without its end. */
export function collisionText(
  cluster: Pick<Cluster, 'name'>,
  object: KubernetesObject,
  { before, now }: { before: KubernetesObject | undefined; now: KubernetesObject | undefined },
): string {
  const title = `${objectTitle(objectKeyOf(object))} in cluster ${cluster.name}`;
  const owner = ownerOf(now);
  if (!owner || isSameWrite(owner, ownerOf(before))) {
    return `somebody else has changed ${title} since it was checked`;
  }
  return `${ownerText(owner)} has ${before ? 'written' : 'created'} ${title} since it was checked`;
}
