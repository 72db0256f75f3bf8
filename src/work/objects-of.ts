import { entryOf, groupOf, splitApiVersion } from '../api/kinds.js';
import type { Config } from '../config/config.js';
import { isSent, sentKinds } from '../config/sent-kinds.js';
import { textAt } from '../foundation/values.js';
import { placeAt } from '../manifest/document.js';
import type { Project } from '../project/project.js';
import type { UnitDocument } from '../units/unit.js';
import type { DeployObject } from '../deploy/deploy-object.js';
import type { UnsentObject } from '../deploy/unsent-object.js';

/**
 * What of the manifests of one environment is sent to clusters: Istio's kinds, and those of `deploy.kinds`.
 *
 * @param config In place of the project's own.
 */
export function deployObjects(
  project: Project,
  { deploy }: Pick<Config, 'deploy'> = project.config,
): DeployObject[] {
  const sends = sentKinds(deploy);
  return placedObjects(project)
    .filter(({ document }) => isSent(document.value, sends))
    .map(deployObject);
}

/** What of them is not, in the order of the files; each object once. */
export function unsentObjects(
  project: Project,
  { deploy }: Pick<Config, 'deploy'> = project.config,
): UnsentObject[] {
  const sends = sentKinds(deploy);
  const others = placedObjects(project).filter(({ document }) => !isSent(document.value, sends));
  const distinct = new Map(others.map((placed) => [placed.document, placed]));
  return [...distinct.values()].map((placed) => {
    const { value, kind, namespace, name, file, line } = deployObject(placed);
    const { group } = splitApiVersion(String(value['apiVersion']));
    return { kind, group, namespace, name, file, line };
  });
}

function placedObjects(project: Project): UnitDocument[] {
  project.assertOneEnvironment();
  const [environment] = project.repository.environments;
  return (environment?.documents ?? []).filter(({ document: { value } }) => {
    return textAt(value, 'apiVersion') !== undefined && textAt(value, 'kind') !== undefined;
  });
}

function deployObject({ document, namespace, cluster }: UnitDocument): DeployObject {
  const { file, line, column } = placeAt(document, ['metadata', 'name']);
  const { value } = document;
  const kind = textAt(value, 'kind') ?? '';
  const isOfCluster = entryOf(groupOf(textAt(value, 'apiVersion') ?? ''), kind)?.clusterScoped;
  return {
    value,
    kind,
    namespace: isOfCluster ? '' : namespace,
    name: textAt(value, 'metadata', 'name') ?? '',
    file,
    line,
    column,
    ...(cluster !== undefined && { cluster }),
  };
}
