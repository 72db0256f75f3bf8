import { describe, expect, test } from '@jest/globals';
import { all, rule, service, verdictOf } from './reported.js';

/** Folders of clusters that are called like their regions, or declared. */
const ejects = { consecutive5xxErrors: 5, maxEjectionPercent: 100 };

function tree(
  folders: Record<string, string>,
  declared: boolean,
  common = '',
): Record<string, string> {
  const files = Object.entries(folders).map(([name, text]) => [`clusters/${name}/app.yaml`, text]);
  const clusters = Object.keys(folders).map((name) => ({
    name,
    locality: name,
    paths: [`clusters/${name}`],
  }));
  return {
    ...Object.fromEntries(files),
    ...(common === '' ? {} : { 'common/app.yaml': common }),
    ...(declared && { 'mesh-failover.yaml': JSON.stringify({ version: 1, clusters }) }),
  };
}

const failover = (from: string, to: string) => ({ failover: [{ from, to }] });
const weights = (from: string, to: string) => ({
  distribute: [{ from: `${from}/*`, to: { [`${from}/*`]: 80, [`${to}/*`]: 20 } }],
});

describe.each([true, false])('folders of clusters, declared: %s', (declared) => {
  test.each([
    ['failover', failover],
    ['distribute', weights],
  ])('each rule holds only the %s of its own region', (_, entry) => {
    const found = verdictOf(
      tree(
        {
          'us-west1': rule('shop/web', entry('us-west1', 'us-east1'), ejects),
          'us-east1': rule('shop/web', entry('us-east1', 'us-west1'), ejects),
        },
        declared,
        service('shop/web'),
      ),
    );
    expect(found.findings).toEqual([]);
    expect(found.row('us-west1', 'failing:us-west1')).toBe('us-east1 100; errors 0');
    expect(found.row('us-east1', 'failing:us-east1')).toBe('us-west1 100; errors 0');
  });

  test('a copy that ejects otherwise is drift, and so is one without the entry of its clients', () => {
    const own = rule('shop/web', failover('us-west1', 'us-east1'), ejects);
    const others = [
      rule('shop/web', failover('us-east1', 'us-west1'), { ...ejects, consecutive5xxErrors: 9 }),
      rule('shop/web', { failoverPriority: ['topology.kubernetes.io/region'] }, ejects),
    ];
    for (const other of others) {
      const found = verdictOf(
        tree({ 'us-west1': own, 'us-east1': other }, declared, service('shop/web')),
      );
      expect(found.findings).toContain('error cluster-drift');
    }
  });

  test('a Service that one folder declares runs there', () => {
    const found = verdictOf(
      tree(
        {
          'us-west1': all(
            service('jobs/batch'),
            rule('shop/web', failover('us-west1', 'us-east1'), ejects),
          ),
          'us-east1': all(
            service('jobs/report'),
            rule('shop/web', failover('us-east1', 'us-west1'), ejects),
          ),
        },
        declared,
        service('shop/web'),
      ),
    );
    expect(found.findings).toEqual([]);
  });
});
