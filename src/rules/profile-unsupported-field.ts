import { isMapping } from '../foundation/values.js';
import type { Path } from '../foundation/range.js';
import type { Kind } from '../api/kinds.js';
import type { Resource } from '../mesh/resource.js';
import type { Rule } from './rule.js';

/** Fields that the documents of the managed control plane list as unsupported; `*` is any item of a list. */
const unsupported: Partial<Record<Kind, string[]>> = {
  DestinationRule: ['', 'portLevelSettings.*.'].flatMap((level) =>
    ['trafficPolicy.', 'subsets.*.trafficPolicy.'].flatMap((policy) =>
      ['loadBalancer.localityLbSetting.distribute', 'tls.credentialName', 'tunnel'].map(
        (field) => policy + level + field,
      ),
    ),
  ),
  Gateway: ['servers.*.tls.verifyCertificateHash', 'servers.*.tls.verifyCertificateSpki'],
  ServiceEntry: [
    'workloadSelector',
    'subjectAltNames',
    ...['network', 'locality', 'weight'].map((field) => `endpoints.*.${field}`),
  ],
};
unsupported.DestinationRule?.push(
  'subsets.*.trafficPolicy.portLevelSettings.*.loadBalancer.localityLbSetting.failoverPriority',
);

export const rule: Rule = {
  name: 'profile-unsupported-field',
  code: 'MF238',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'A manifest uses a field that the chosen control plane does not support.',
  description: `With \`profile: csm-managed\` the manifests are for managed Cloud Service Mesh, whose control plane is not istiod.
Its documents list fields that it does not support, \`localityLbSetting.distribute\` among them: they are refused or
ignored, and nothing says what happens instead. A failover that is built on them has never been there.

Only what a document names is reported; what none of them mentions may be unsupported all the same.`,
  references: [
    'Cloud Service Mesh: API support in managed Cloud Service Mesh',
    'Cloud Service Mesh: supported features of the managed control plane (2026-04-08)',
    'Cloud Service Mesh: unsupported Istio APIs in managed Cloud Service Mesh, 1.26',
  ],
  check({ config, resources }, report) {
    if (config.profile !== 'csm-managed') return;
    for (const resource of Object.values<Resource[]>(resources).flat()) {
      for (const field of unsupported[resource.kind] ?? []) {
        for (const path of pathsOf(resource.spec, field.split('.'))) {
          report({
            at: { resource, path: ['spec', ...path], part: 'key' },
            message:
              `Managed Cloud Service Mesh does not support ${field.replaceAll('.*', '')}: it is refused or ignored, and ` +
              'what an outage does then is undefined. Remove it' +
              (field.endsWith('distribute') ? ', and use a GCPTrafficDistributionPolicy.' : '.'),
          });
        }
      }
    }
  },
};

/** Where a field is set. */
function pathsOf(value: unknown, [key, ...rest]: string[]): Path[] {
  if (key === undefined) return value === undefined || value === null ? [] : [[]];
  if (key === '*') {
    if (!Array.isArray(value)) return [];
    return value.flatMap((item, index) => pathsOf(item, rest).map((path) => [index, ...path]));
  }
  return isMapping(value) ? pathsOf(value[key], rest).map((path) => [key, ...path]) : [];
}
