import { checkTable } from '../lint/check-table.js';
import type { LintResult } from '../lint/finding.js';
import { inspect, type Inspection } from '../lint/inspect.js';
import { basisOf } from '../report/basis.js';
import type { Results } from '../report/report.js';
import type { Inputs } from './inputs.js';
import { inWorkspace, type Workspace } from './workspace.js';

/** What the check found; files are named relative to the workspace. */
export interface Checked extends Results {
  inspection: Inspection;
  lint: LintResult;
  predictions: NonNullable<Results['predictions']>;
}

/** Reads, judges and predicts, as `mesh-failover check` does in the working directory. */
export async function check(
  { paths, config: configFile, allowEmpty }: Inputs,
  workspace: Workspace,
): Promise<Checked> {
  const inspection = await inspect({ cwd: workspace.cwd, configFile, paths, allowEmpty });
  const { rows, lint } = checkTable(inspection);
  return {
    inspection,
    lint: { ...lint, findings: lint.findings.map((finding) => inWorkspace(finding, workspace)) },
    predictions: rows.map(({ prediction }) => prediction),
    basis: basisOf(inspection.mesh, new Date()),
    // Code frames are what annotations show in the file itself.
    text: () => undefined,
  };
}
