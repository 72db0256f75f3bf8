import type { CommandEntry } from './command.js';

/**
 * Every command, in the order of the help. What a command needs is loaded when it is asked for: most of the program's code
 * is for one of them.
 */
export const commands: readonly CommandEntry[] = [
  {
    name: 'check',
    operands: '[PATH…]',
    summary: 'find what breaks the failover, and predict the traffic in every outage',
    load: async () => (await import('./commands/check.js')).checkCommand,
  },
  {
    name: 'lint',
    operands: '[PATH…]',
    summary: 'find what breaks the failover, without the prediction',
    load: async () => (await import('./commands/lint.js')).lintCommand,
  },
  {
    name: 'simulate',
    operands: '[PATH…]',
    summary: 'predict where requests go, for every client and outage',
    load: async () => (await import('./commands/simulate.js')).simulateCommand,
  },
  {
    name: 'discover',
    operands: '[PATH…]',
    summary: 'print the deployment units and environments of a repository',
    load: async () => (await import('./commands/discover.js')).discoverCommand,
  },
  {
    name: 'plan',
    operands: '[PATH…]',
    summary: 'say what an apply would change in every cluster, and what callers would notice',
    load: async () => (await import('./commands/plan.js')).planCommand,
  },
  {
    name: 'apply',
    operands: '[PATH… | PLANFILE]',
    summary: 'check, then apply to every cluster of the configuration, or to none',
    load: async () => (await import('./commands/apply.js')).applyCommand,
  },
  {
    name: 'history',
    operands: '',
    summary: 'list who applied what and when, and what it changed for callers',
    load: async () => (await import('./commands/history.js')).historyCommand,
  },
  {
    name: 'rollback',
    operands: '[STATEFILE]',
    summary: 'bring every cluster back to what it was before a run that was killed',
    load: async () => (await import('./commands/rollback.js')).rollbackCommand,
  },
  {
    name: 'evacuate',
    operands: '[REGION] [PATH…]',
    summary: 'take a region out of the traffic for a time, or print the patch that does',
    load: async () => (await import('./commands/evacuate.js')).evacuateCommand,
  },
  {
    name: 'drill',
    operands: '[PATH…]',
    summary: 'make real outages, measure real requests, and compare with the prediction',
    load: async () => (await import('./commands/drill.js')).drillCommand,
  },
  {
    name: 'inventory',
    operands: '[PATH…]',
    summary: 'write where the hosts run, as the clusters say it, into the configuration',
    load: async () => (await import('./commands/inventory.js')).inventoryCommand,
  },
  {
    name: 'matrix',
    operands: '',
    summary: 'list the clusters of the configuration, as the matrix of a GitHub Actions workflow',
    load: async () => (await import('./commands/matrix.js')).matrixCommand,
  },
  {
    name: 'init',
    operands: '',
    summary: 'write a first configuration and three workflows, from what the manifests say',
    load: async () => (await import('./commands/init.js')).initCommand,
  },
  {
    name: 'explain',
    operands: 'RULE',
    summary: 'say what a rule is about, and what happens in the outage',
    load: async () => (await import('./commands/explain.js')).explainCommand,
  },
  {
    name: 'rules',
    operands: '',
    summary: 'list the rules',
    load: async () => (await import('./commands/rules.js')).rulesCommand,
  },
  {
    name: 'lsp',
    operands: '',
    summary: 'serve an editor: findings as you type, fixes, and the predicted traffic',
    load: async () => (await import('./commands/lsp.js')).lspCommand,
  },
  {
    name: 'completion',
    operands: 'bash|zsh|fish',
    summary: 'print a script that completes the command line in a shell',
    load: async () => (await import('./commands/completion.js')).completionCommand(commands),
  },
];
