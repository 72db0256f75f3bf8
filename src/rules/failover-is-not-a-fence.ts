import { firstFew } from '../foundation/first-few.js';
import type { Rule } from './rule.js';
import { localitySettings } from './scope/policy-parts.js';

export const rule: Rule = {
  name: 'failover-is-not-a-fence',
  code: 'MF205',
  category: 'semantics',
  severity: 'notice',
  needs: 'object',
  summary: 'failover looks like a guarantee of data residency, which it is not.',
  description: `\`failover\` puts the region that it names before the others; it keeps the others out of nothing. When the own
region and the named one are both short of healthy endpoints, requests go to every other region that has some.

The rule speaks where the pair looks like residency: both regions begin alike (\`europe-west1\`, \`europe-west4\`), and
the host runs in a region that begins otherwise too. Where traffic must stay, \`distribute\` without the other regions
is the fence (with an inline ignore of \`distribute-covers-every-region\` and its reason), or no endpoints elsewhere.`,
  references: [
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go applyLocalityFailover',
    'istio/istio issues 18966, 47068',
  ],
  check(mesh, report) {
    for (const { target, value, mode, at } of localitySettings(mesh)) {
      if (mode !== 'failover') continue;
      (value.failover ?? []).forEach(({ from = '', to = '' }, index) => {
        const isHome = target.regions.includes(from) && target.regions.includes(to);
        const area = isHome ? areaOf(from) : undefined;
        if (area === undefined || from === to || area !== areaOf(to)) return;
        const abroad = target.regions.filter((region) => areaOf(region) !== area);
        if (abroad.length === 0) return;
        report({
          at: at('failover', index, 'to'),
          message:
            `This only prefers ${to}: when ${from} and ${to} are both down or nearly so, requests go to ` +
            `${firstFew(abroad)} as well. If they must not, use distribute without ${firstFew(abroad)}, or run no ` +
            'endpoints there.',
        });
      });
    }
  },
};

/** `europe` for `europe-west1`. */
function areaOf(region: string): string {
  return region.split('-')[0] ?? '';
}
