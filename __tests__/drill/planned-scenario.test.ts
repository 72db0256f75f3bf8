import { describe, expect, test } from '@jest/globals';
import type { DrilledCluster } from '../../src/drill/drill-settings.js';
import { plannedScenarios } from '../../src/drill/planned-scenario.js';

function cluster(name: string, locality: string): DrilledCluster {
  return { name, locality, ingress: { url: `http://${name}` } };
}

const two = [cluster('a', 'europe-west1'), cluster('b', 'us-central1')];
const names = (wanted: string[] | undefined, clusters = two) =>
  plannedScenarios(wanted, clusters).map((planned) => `${planned.name} in ${planned.cluster.name}`);

describe('the scenarios of a drill', () => {
  test('by default each cluster is scaled to zero', () => {
    expect(names(undefined)).toEqual([
      'scaled-to-zero:europe-west1 in a',
      'scaled-to-zero:us-central1 in b',
    ]);
  });

  test('a place is a cluster or a locality', () => {
    expect(names(['failing:b', 'cordoned:europe-west1', 'unready:a'])).toEqual([
      'failing:us-central1 in b',
      'cordoned:europe-west1 in a',
      'unready:europe-west1 in a',
    ]);
  });

  test('two clusters in a region go by their names', () => {
    const clusters = [cluster('a', 'europe-west1/b'), cluster('b', 'europe-west1/c')];
    expect(names(undefined, clusters)).toEqual(['scaled-to-zero:a in a', 'scaled-to-zero:b in b']);
    expect(names(['scaled-to-zero:europe-west1/c'], clusters)).toEqual(['scaled-to-zero:b in b']);
    expect(() => names(['scaled-to-zero:europe-west1'], clusters)).toThrow('name one of a, b');
  });

  test('to the simulator a cordoned pod is gone', () => {
    expect(plannedScenarios(['cordoned:a'], two)[0]?.outage).toEqual({
      kind: 'scaled-to-zero',
      cluster: 'a',
    });
  });

  test.each([
    ['cluster-lost:a', 'a drill can do scaled-to-zero, cordoned, unready, failing'],
    ['scaled-to-zero:europe-west2', 'did you mean "europe-west1"?'],
    ['scaled-to-zero', 'no cluster has that name or locality; there are a, b'],
  ])('%s is refused', (name, message) => {
    expect(() => names([name])).toThrow(message);
  });
});
