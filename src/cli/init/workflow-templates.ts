/** The workflows of docs/workflows/, as `init` writes them; `working-directory` and the branch are filled in. */
export const checkWorkflow = `name: Failover
on: pull_request
permissions: { contents: read, pull-requests: write }
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with: { fetch-depth: 2, persist-credentials: false }
      - uses: mesh-failover/mesh-failover@v1
`;

export const deployWorkflow = `name: Deploy failover
on:
  push:
    branches: [main]
permissions:
  contents: read
concurrency:
  group: deploy-failover
  cancel-in-progress: false # an apply is never cut off by the next one
jobs:
  apply:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    environment: production # holds the secret, and asks its reviewers first
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          fetch-depth: 2 # to compare with what was there before the merge
          persist-credentials: false
      - uses: mesh-failover/mesh-failover@v1
        with:
          mode: apply
          kubeconfig: \${{ secrets.KUBECONFIG }}
`;

export const rollbackWorkflow = `name: Roll failover back
on:
  workflow_dispatch:
    inputs:
      what:
        description: What to take back
        type: choice
        options:
          - a run that has not ended
          - the last apply
          - nothing, keep what there is
      to:
        description: Or every run after this one (from mesh-failover history)
      reason:
        description: Why (kept in the clusters; without one nothing can be kept)
      environment:
        description: Which environment, if the configuration has several
permissions:
  contents: read
concurrency:
  group: deploy-failover # after an apply that is under way
  cancel-in-progress: false
jobs:
  rollback:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    environment: production # holds the secret, and asks its reviewers first
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
      - uses: mesh-failover/mesh-failover@v1
        with:
          mode: rollback
          last-apply: \${{ inputs.what == 'the last apply' }}
          to: \${{ inputs.to }}
          keep: \${{ inputs.what == 'nothing, keep what there is' }}
          reason: \${{ inputs.reason }}
          environment: \${{ inputs.environment }}
          kubeconfig: \${{ secrets.KUBECONFIG }}
`;

/**
 * A workflow for a repository.
 *
 * @param branch The one that is deployed.
 * @param folder Of the manifests, from the repository's root, with `/`; empty for the root itself.
 */
export function workflowFor(template: string, branch: string, folder: string): string {
  const own = template
    .replace('[main]', `[${JSON.stringify(branch)}]`)
    .replace('["main"]', '[main]');
  if (folder === '') return own;
  const input = `working-directory: ${JSON.stringify(folder)}`;
  return own.includes('          mode:')
    ? own.replace('          mode:', `          ${input}\n          mode:`)
    : `${own}        with: { ${input} }\n`;
}
