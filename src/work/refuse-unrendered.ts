import { deployedKinds, isModelled } from '../api/kinds.js';
import { UserError } from '../foundation/errors.js';
import { placeAt } from '../manifest/document.js';
import type { Resource } from '../mesh/resource.js';
import type { Project } from '../project/project.js';

/**
 * Refuses to send to clusters what is not what they are to get: objects that a patch changes, and anything where a rendering that
 * was asked for has failed. With pruning, what was not rendered would even be deleted.
 *
 * @throws UserError
 */
export function refuseUnrendered(
  { repository, mesh }: Project,
  { prune }: { prune: boolean },
): void {
  const failed = repository.notRendered.find(({ severity }) => severity !== undefined);
  if (failed) throw new UserError(`${failed.unit.id}: ${failed.message}`);
  const patched = deployedKinds
    .filter(isModelled)
    .flatMap(({ id }): Resource[] => mesh.resources[id])
    .find(({ isPatched }) => isPatched);
  if (patched) {
    const { kind, namespace, name, document } = patched;
    const { file, line } = placeAt(document, ['metadata', 'name']);
    throw new UserError(
      `${kind} ${namespace}/${name} (${file}:${line}) is changed before it gets to a cluster, so its text is not what is to be ` +
        'sent. Have it rendered: --render auto, or render: auto in the configuration',
    );
  }
  const [unread] = prune ? repository.notRendered : [];
  if (unread) {
    throw new UserError(
      `--prune would delete what ${unread.unit.id} renders to, because it was not rendered. Have it rendered: --render auto`,
    );
  }
}
