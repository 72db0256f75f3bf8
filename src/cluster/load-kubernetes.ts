export type Kubernetes = typeof import('./kubernetes.js');

/**
 * Loads the Kubernetes client, which only cluster commands need.
 *
 * The comment keeps the bundler from pulling the client into the bundle that calls this. The detour through `../cluster/` makes
 * the same specifier right in both layouts: from `src/cluster/load-kubernetes.js` and, bundled, from `dist/cli/index.js`.
 */
export function loadKubernetes(): Promise<Kubernetes> {
  return import(/* webpackIgnore: true */ '../cluster/kubernetes.js');
}
