import type { Rule } from './rule.js';

const everyHost = '*/*';

export const rule: Rule = {
  name: 'safe-gateway-hosts',
  code: 'MF239',
  category: 'semantics',
  severity: 'error',
  needs: 'object',
  summary: 'A host behind */* in a server makes istiod fail or open other hosts.',
  description: `istiod shortens the list of a server's hosts to one entry when it comes to \`*/*\`, and then goes on through the old
list: the next host that begins with \`./\` or \`*/\` is written behind the end of the new one, and the process ends with
"index out of range". It does so again after every restart, as soon as a gateway that the Gateway selects connects, and
in every cluster that has the Gateway. Proxies that run keep what they have, but learn nothing more: no endpoint that
comes or goes, so no failover either. The webhook accepts the list.

\`*/*\` covers every host already, so the others can go.`,
  references: [
    'istio/istio pilot/pkg/model/gateway.go sanitizeServerHostNamespace',
    'docs/traffic-measured.md',
  ],
  check({ resources }, report) {
    for (const resource of resources.Gateway) {
      (resource.spec.servers ?? []).forEach(({ hosts = [] }, server) => {
        const everything = hosts.indexOf(everyHost);
        if (everything < 0) return;
        const index = hosts.findIndex((host, at) => at > everything && isRewritten(host));
        if (index < 0) return;
        report({
          at: { resource, path: ['spec', 'servers', server, 'hosts', index] },
          message:
            `${hosts[index] ?? ''} behind ${everyHost} ends istiod with "index out of range", again after every restart: ` +
            'proxies learn of no endpoint that comes or goes, and nothing fails over any more. ' +
            `Remove it: ${everyHost} covers it.`,
        });
      });
    }
  },
};

/** Hosts with another namespace in front stay as they are. */
function isRewritten(host: string): boolean {
  return /^[.*]\//.test(host) && host !== everyHost;
}
