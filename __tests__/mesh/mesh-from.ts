import type { Config } from '../../src/config/config.js';
import { defaultConfig } from '../../src/config/parse-config.js';
import type { Document } from '../../src/manifest/document.js';
import { parseManifest } from '../../src/manifest/parse.js';
import type { Mesh } from '../../src/mesh/mesh.js';
import { buildMesh } from '../../src/mesh/build-mesh.js';
import { placeByPaths } from '../../src/mesh/placed-document.js';

/** The documents of a text, as of one file. */
export function documentsOf(text: string, file = 'manifests.yaml'): Document[] {
  const { documents, problems } = parseManifest({ file, text, named: true });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return documents;
}

/** The model of manifests, with a configuration that says no more than the test does. */
export function meshFrom(text: string, config: Partial<Config> = {}): Mesh {
  const whole = { ...defaultConfig, ...config };
  return buildMesh(whole, placeByPaths(whole, documentsOf(text)));
}

/** Of the kinds that are not Istio's. */
const apiVersions: Record<string, string> = { Service: 'v1', Deployment: 'apps/v1' };

/** Objects, as YAML documents. */
export function objects(...list: [string, string, Record<string, unknown>, object?][]): string {
  return list
    .map(([kind, key, spec, more = {}]) => {
      const [namespace, name] = key.split('/');
      return JSON.stringify({
        apiVersion: apiVersions[kind] ?? 'networking.istio.io/v1',
        kind,
        metadata: { namespace, name, ...more },
        spec,
      });
    })
    .join('\n---\n');
}

/** Two clusters, one in each region. */
export const clusters: NonNullable<Config['clusters']> = [
  { name: 'a', locality: 'europe-west1' },
  { name: 'b', locality: 'us-central1' },
];
