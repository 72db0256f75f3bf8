import type { RouteDestination } from '../api/virtual-service.js';
import type { Rule } from './rule.js';

const protocols = ['http', 'tls', 'tcp'] as const;

export const rule: Rule = {
  name: 'virtual-service-weights',
  code: 'MF225',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'The weights of a route do not sum to 100.',
  description: `istiod takes the weights of a route as parts of their sum, whatever it is: 50 and 30 are 62.5 % and 37.5 %. The
cluster accepts it, but whoever wrote 50 and 30 meant something else, or forgot a destination. A weight of 0 is no
reserve: the destination gets nothing when the others fail.

Weights of a VirtualService are not moved by an outage at all; what fails over is inside each destination.`,
  references: ['istio/istio pilot/pkg/networking/core/route/route.go', 'istioctl validate'],
  check({ resources }, report) {
    for (const resource of resources.VirtualService) {
      for (const protocol of protocols) {
        const routes: { route?: RouteDestination[] }[] = resource.spec[protocol] ?? [];
        routes.forEach(({ route = [] }, index) => {
          const weights = route.map(({ weight = 0 }) => weight);
          const sum = weights.reduce((total, weight) => total + weight, 0);
          if (sum === 0 || sum === 100) return;
          const parts = weights.map((weight) => `${Math.round((weight / sum) * 1000) / 10} %`);
          report({
            at: { resource, path: ['spec', protocol, index, 'route'], part: 'key' },
            message:
              `The weights sum to ${sum}, not 100. istiod takes them as parts of the sum: ${parts.join(' and ')}. ` +
              'In an outage they stay as they are, wrong or right. Make them sum to 100.',
          });
        });
      }
    }
  },
};
