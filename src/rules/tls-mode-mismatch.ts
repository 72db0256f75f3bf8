import { addTo } from '../foundation/add-to.js';
import { shortHost } from '../mesh/host-name.js';
import type { SharedTarget } from '../mesh/target.js';
import { tlsMismatch, type TlsMismatch } from '../traffic/tls-mismatch.js';
import { isInTable } from '../traffic/without-policy.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'tls-mode-mismatch',
  code: 'MF246',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  summary: 'Clients and endpoints do not agree on TLS.',
  description: `\`tls\` of a DestinationRule says how clients speak to the endpoints, whatever the endpoints take. Without it Istio
chooses mTLS for each endpoint that has a sidecar. Where the two do not agree every request gets 503, in every region:

* \`ISTIO_MUTUAL\`, and the pods have no sidecar: \`sidecar.istio.io/inject: "false"\`, a namespace with
  \`istio-injection: disabled\`, or \`mtls: false\` in \`workloads\`;
* \`DISABLE\` or \`SIMPLE\`, and a PeerAuthentication has the sidecars take mTLS only (\`STRICT\`);
* \`SIMPLE\` or \`MUTUAL\` for a route of TLS that is passed through: it is wrapped once more;
* \`SIMPLE\` or \`MUTUAL\` to a port of which nothing says that it speaks TLS;
* no TLS at all to a port that is one of TLS by its name and its number.

The first three are errors where the manifests show it. Where it depends on what they do not say, such as whether pods have a sidecar, or what
is behind a port, it is a warning, and the rows have no number. A port speaks TLS if its name, its \`appProtocol\` or its
protocol says so, or if the port of the endpoints is 443, 8443 or one like them: TLS origination to a ServiceEntry with
port 80 and \`targetPort: 443\` is right.`,
  references: [
    'istio.io/docs/ops/common-problems/network-issues 503 errors after setting destination rule',
    'istio/istio pilot/pkg/networking/core/cluster_tls.go',
    'istio/istio pilot/pkg/security/authn/policy_applier.go',
  ],
  check(mesh, report) {
    const byPlace = new Map<string, { target: SharedTarget; mismatch: TlsMismatch }[]>();
    for (const target of mesh.sharedTargets()) {
      const mismatch = isInTable(mesh, target) ? tlsMismatch(mesh, target) : undefined;
      if (mismatch) addTo(byPlace, `${target.host} ${mismatch.cause}`, { target, mismatch });
    }
    for (const [first] of byPlace.values()) {
      if (!first) continue;
      const { target, mismatch } = first;
      const place = target.policies[0]?.policy.places.tls;
      const at = place ? { ...place, path: [...place.path, 'mode'] } : (target.place ?? undefined);
      if (!at) continue;
      report({
        at,
        ...(mismatch.isCertain && { severity: 'error' }),
        message: messageOf(target, mismatch),
      });
    }
  },
};

function messageOf(
  { host, port }: SharedTarget,
  { cause, isCertain, mode = '' }: TlsMismatch,
): string {
  const name = shortHost(host);
  const at = port === undefined ? name : `${name}:${port}`;
  const fails = 'every request gets 503, in every region';
  switch (cause) {
    case 'no-sidecar':
      return (
        `tls mode ISTIO_MUTUAL asks the pods of ${name} for mTLS, and they have no sidecar: ${fails}. ` +
        'Remove tls, so that Istio chooses for each pod, or let the pods have a sidecar.'
      );
    case 'strict':
      return isCertain
        ? `The sidecars of ${name} take nothing but mTLS, by a STRICT PeerAuthentication, and clients are told tls mode ${mode}: ${fails}. ` +
            'Remove tls, or set mode: ISTIO_MUTUAL.'
        : `Clients of ${name} are told tls mode ${mode}, and its PeerAuthentication is STRICT. If the pods have a sidecar, ${fails}; nothing here ` +
            'says whether they have one. Remove tls, so that Istio chooses; if they have none, say so with the label sidecar.istio.io/inject: "false" ' +
            'in the pod template, or with mtls: false under workloads.';
    case 'tls-in-tls':
      return (
        `Requests for ${at} are TLS that is passed through, and tls mode ${mode} wraps them once more: connections fail, in every region. ` +
        'Remove tls.'
      );
    case 'plain-port':
      return (
        `Clients speak TLS to ${at} (mode ${mode}), and nothing says that it does. If it speaks plain HTTP, ${fails}; that was not checked. ` +
        'Remove tls, or set appProtocol: https for the port of the Service, or the targetPort that speaks TLS.'
      );
    case 'tls-port':
      return (
        `${at} is a port for TLS, and clients send it plain HTTP: no rule for it has tls mode SIMPLE. If it speaks TLS, ` +
        'every request fails, in every region; that was not checked. Set tls mode SIMPLE, or correct name and targetPort of the port.'
      );
  }
}
