import process from 'node:process';

export type Kubernetes = typeof import('./kubernetes.js');

/**
 * Loads the Kubernetes client, which only cluster commands need.
 *
 * The comment keeps the bundler from pulling the client into the bundle that calls this. The detour through `../cluster/` makes
 * the same specifier right in both layouts: from `src/cluster/load-kubernetes.js` and, bundled, from `dist/cli/index.js`.
 */
export async function loadKubernetes(): Promise<Kubernetes> {
  // Something below the client asks for Node's own punycode, and Node 24 warns of that: nothing a user can mend.
  const { noDeprecation = false } = process;
  process.noDeprecation = true;
  try {
    return await import(/* webpackIgnore: true */ '../cluster/kubernetes.js');
  } finally {
    process.noDeprecation = noDeprecation;
  }
}
