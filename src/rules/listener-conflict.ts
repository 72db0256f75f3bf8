import type { Rule } from './rule.js';
import { gatewayApiViews } from './scope/gateway-api.js';

export const rule: Rule = {
  name: 'listener-conflict',
  code: 'MF024',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  summary: 'A listener is left out because another one has its port and hostname.',
  description: `Listeners of one port must differ in their hostnames, and TCP and HTTP cannot share a port. istiod leaves out the listener that
collides with one before it: those of the Gateway come first, then those of its ListenerSets, the oldest first. The routes that
are attached to that listener alone get no request, in every region.`,
  references: [
    'istio/istio pilot/pkg/config/kube/gatewaycommon/listener_conflict.go',
    'https://gateway-api.sigs.k8s.io/reference/spec/#listener',
  ],
  check(mesh, report) {
    const seen = new Set<unknown>();
    for (const { listeners } of gatewayApiViews(mesh)) {
      for (const { place, name, rival } of listeners.lost) {
        const { document } = place.resource;
        const key = `${document.file} ${JSON.stringify(place.path)} ${document.locate(place.path).line}`;
        if (seen.has(key)) continue;
        seen.add(key);
        report({
          at: { ...place, path: [...place.path, 'name'] },
          message:
            `istiod leaves out listener ${name}: listener ${rival} has its port and hostname, or a protocol that cannot share the port. Routes that ` +
            'are attached to it alone get no request, in every region. Change its port or its hostname.',
        });
      }
    }
  },
};
