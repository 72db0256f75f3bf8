import type { Config } from '../config/config.js';
import { isSent, sentKinds } from '../config/sent-kinds.js';
import { deployOptionTerms, type DeployTerms } from '../deploy/deploy-terms.js';
import { UserError } from '../foundation/errors.js';
import { textAt } from '../foundation/values.js';
import { placeAt } from '../manifest/document.js';
import type { Project } from '../project/project.js';

/**
 * Refuses to send to clusters what is not what they are to get: objects that a patch changes, and anything where a rendering that
 * was asked for has failed. With pruning, what was not rendered would even be deleted.
 *
 * @param config In place of the project's own.
 * @param terms What settings are called. Default: those of the command line.
 * @throws UserError
 */
export function refuseUnrendered(
  { repository, config: own }: Project,
  {
    config = own,
    prune,
    terms = deployOptionTerms,
  }: { config?: Pick<Config, 'deploy'>; prune: boolean; terms?: DeployTerms | undefined },
): void {
  const failed = repository.notRendered.find(({ severity }) => severity !== undefined);
  if (failed) throw new UserError(`${failed.unit.id}: ${failed.message}`);
  const sends = sentKinds(config.deploy);
  const patched = repository.environments
    .flatMap(({ documents }) => documents)
    .find(({ document, effects }) => effects !== undefined && isSent(document.value, sends));
  if (patched) {
    const { document, namespace } = patched;
    const { file, line } = placeAt(document, ['metadata', 'name']);
    const kind = textAt(document.value, 'kind') ?? '';
    const name = textAt(document.value, 'metadata', 'name') ?? '';
    throw new UserError(
      `${kind} ${namespace}/${name} (${file}:${line}) is changed before it gets to a cluster, so its text is not what is to be ` +
        `sent. Have it rendered: ${terms.render}`,
    );
  }
  const [unread] = prune ? repository.notRendered : [];
  if (unread) {
    throw new UserError(
      `${terms.prune} would delete what ${unread.unit.id} renders to, because it was not rendered. Have it rendered: ${terms.render}`,
    );
  }
}
