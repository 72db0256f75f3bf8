import { Project } from '../../src/index.js';

/** Two clusters, one in each of two regions. */
const clusters = [
  { name: 'eu', locality: 'europe-west1' },
  { name: 'us', locality: 'us-central1' },
];

/** Objects, a file each in their order, in a mesh of two clusters unless the configuration says otherwise. */
export function projectOf(objects: readonly object[], config: object = {}): Project {
  const files = objects.map((one, index): [string, string] => [
    `${String(index).padStart(2, '0')}.yaml`,
    JSON.stringify(one),
  ]);
  return Project.of({
    files: new Map(files),
    config: JSON.stringify({ version: 1, clusters, ...config }),
  });
}
