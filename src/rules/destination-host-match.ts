import { Guesses } from '../foundation/did-you-mean.js';
import { firstFew } from '../foundation/first-few.js';
import { hostMeant } from '../mesh/host-meant.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import { missingHost } from '../mesh/missing-host.js';
import type { RuleReport, Rule } from './rule.js';
import { misnamedRules } from './scope/misnamed-rules.js';

export const rule: Rule = {
  name: 'destination-host-match',
  code: 'MF007',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  absence: true,
  summary: 'A failover policy names no known host, or a route leads to a host that does not exist.',
  description: `A DestinationRule applies to the host that it names, letter by letter. A misspelt host, or a short name that
resolves in another namespace than was meant (a short name belongs to the DestinationRule's own namespace, and
\`service.namespace\` is no short name), is accepted by the cluster, applies to nothing, and the routed host
has no outlier detection and no locality weights in the outage.

It is an error while some routed host of that namespace, or of nearly that name, has no DestinationRule, and a warning while a Service
of nearly that name has none. A cluster domain that is misspelt, of a wildcard too, is an error while hosts are known that it leaves out, and else a
warning. It is a notice
where only other hosts of the namespace are among the manifests: this one may be defined elsewhere. Of a host in another
namespace, and of any other wildcard, nothing is said. A destination without Service or ServiceEntry is an error where its namespace has a Service whose
name is a slip away, and where the configuration says what the mesh consists of; it is a warning where there are other Services of its
namespace, since an operator or another repository may make this one, and a notice where only others are. A destination such as \`service.namespace\`, with a namespace that is
among the manifests, is a warning, and an error where the manifests are for the Service itself too.`,
  references: ['istio/istio issue 27552', 'istioctl analyze IST0174, IST0101'],
  check(mesh, report) {
    checkRules(mesh, report);
    checkDestinations(mesh, report);
  },
};

function checkRules(mesh: Mesh, report: (report: RuleReport) => void): void {
  for (const { rule: resource, host, meant, orphans, severity } of misnamedRules(mesh)) {
    report({
      at: { resource, path: ['spec', 'host'] },
      severity,
      message: messageFor(host, meant, orphans),
    });
  }
}

function messageFor(host: string, meant: string | undefined, orphans: readonly string[]): string {
  const names = firstFew(orphans.map(shortHost));
  // The short name does not show what is wrong with the domain.
  const title = meant && shortHost(meant) === shortHost(host) ? host : shortHost(host);
  const lost = orphans.length
    ? `Then this policy applies to nothing, and ${names} ${orphans.length > 1 ? 'have' : 'has'} no failover policy. `
    : 'If it is not defined elsewhere either, this policy applies to nothing. ';
  return (
    `No route, Service or ServiceEntry of these manifests is for ${title}. ${lost}` +
    (meant
      ? `Did you mean "${meant}"?`
      : 'Correct the host if it is misspelt; if it is defined elsewhere, list it under workloads.')
  );
}

function checkDestinations(mesh: Mesh, report: (report: RuleReport) => void): void {
  const { services, config } = mesh;
  const known = [...services.all, ...config.workloads].map(({ host }) => host);
  const guesses = new Guesses();
  for (const { route, destination, host, place } of mesh.sharedTargets()) {
    if (!route || !destination || !place || route.isOfGatewayApi) continue;
    const missing = missingHost(mesh, host);
    if (!missing) continue;
    const { whole, severity } = missing;
    if (whole !== undefined) {
      report({
        at: place,
        severity,
        message:
          `${host} is no short name: Istio takes a host with a dot in it as it is, and finds no Service of that name. ` +
          `Requests that take this route get 503, and no policy for ${whole} applies. Write ${whole}.`,
      });
      continue;
    }
    const near = guesses.among(known, () => hostMeant(host, known));
    report({
      at: place,
      severity,
      message:
        `There is no Service or ServiceEntry for ${host} in these manifests: if there is none at all, requests that take ` +
        'this route get 503. ' +
        (near ? `Did you mean "${near}"?` : 'Add it, or list the host under workloads.'),
    });
  }
}
