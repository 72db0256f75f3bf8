import { endGroup, info, startGroup } from '@actions/core';
import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { deployObjects } from '../deploy/objects-of.js';
import { plan } from '../deploy/plan.js';
import { planFileOf, writePlan } from '../deploy/plan-file.js';
import type { PlanResult } from '../deploy/plan-result.js';
import { deploySettings } from '../deploy/settings.js';
import type { LintResult } from '../foundation/finding.js';
import type { Project } from '../project/project.js';
import { safeText } from '../foundation/safe-text.js';
import { progressLine } from './progress-line.js';
import { withClusters, type ClusterAccess } from './with-clusters.js';

export interface PlannedClusters {
  result: PlanResult;
  /** For `mesh-failover apply FILE`; undefined where an apply would be refused. */
  file: string | undefined;
}

/**
 * Compares every cluster of the configuration with the manifests, and changes nothing.
 *
 * @param config That of merged code.
 */
export async function planClusters(
  inspection: Project,
  lint: LintResult,
  config: Config,
  access: ClusterAccess,
): Promise<PlannedClusters> {
  const settings = deploySettings(config, access.env);
  const objects = deployObjects(inspection.mesh);
  startGroup('Asking every cluster');
  try {
    const { result, checked } = await withClusters(config, access, (clusters) =>
      plan({
        environment: settings.environment,
        objects,
        clusters,
        inspection: { config, manifests: inspection.manifests },
        findings: lint.findings,
        progress: (event) => {
          info(safeText(progressLine(event)));
        },
      }),
    );
    if (result.refusals.length > 0) return { result, file: undefined };
    const file = join(access.folder, 'plan-to-apply.json');
    const base = {
      createdAt: new Date().toISOString(),
      by: settings.by,
      environment: settings.environment.name,
      force: false,
      createNamespaces: false,
      objects,
    };
    await writePlan(file, file, planFileOf(base, checked));
    return { result, file };
  } finally {
    endGroup();
  }
}
