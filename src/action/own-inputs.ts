import type { Setting } from '../work/options.js';
import { modeInputs } from './decide-mode.js';

export const commentInputs = ['auto', 'always', 'never'] as const;
export type CommentInput = (typeof commentInputs)[number];

/** The inputs that are no option of the command line; action.yml describes them. */
export const ownInputs = {
  mode: { input: 'mode', type: 'choice', choices: modeInputs, otherwise: 'auto' },
  paths: { input: 'paths', type: 'list', otherwise: '.' },
  workingDirectory: { input: 'working-directory', type: 'text', otherwise: '.' },
  kubeconfig: { input: 'kubeconfig', type: 'text' },
  region: { input: 'region', type: 'text' },
  render: { input: 'render', type: 'flag', otherwise: 'false' },
  onlyChanged: { input: 'only-changed', type: 'flag', otherwise: 'false' },
  planPullRequests: { input: 'plan-pull-requests', type: 'flag', otherwise: 'false' },
  deploymentEnvironment: { input: 'deployment-environment', type: 'text' },
  environmentUrl: { input: 'environment-url', type: 'text' },
  summary: { input: 'summary', type: 'flag', otherwise: 'true' },
  comment: { input: 'comment', type: 'choice', choices: commentInputs, otherwise: 'auto' },
  token: { input: 'github-token', type: 'text', otherwise: '${{ github.token }}' },
} as const satisfies Record<string, Setting & { input: string }>;
