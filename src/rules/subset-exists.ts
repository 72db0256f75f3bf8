import { didYouMean, Guesses } from '../foundation/did-you-mean.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'subset-exists',
  code: 'MF008',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  summary: 'A route names a subset that no DestinationRule defines.',
  description: `A route to a subset that no applicable DestinationRule defines leads to a cluster that Envoy does not have:
every request that takes it gets 503 (flag NC), in every region.`,
  references: ['istio/istio pilot/pkg/networking/core/route', 'istioctl analyze IST0101'],
  check(mesh, report) {
    const guesses = new Guesses();
    for (const target of mesh.sharedTargets()) {
      const { route, destination, subset, policies, host } = target;
      if (!route || !destination || !subset) continue;
      const names = policies.map(({ merged }) =>
        merged.subsets.map(({ value }) => value.name ?? ''),
      );
      if (names.length > 0 && names.every((known) => known.includes(subset))) continue;
      const near = guesses.among(names.flat(), (known) => didYouMean(subset, known));
      report({
        at: { resource: route.virtualService, path: [...destination.path, 'subset'] },
        message:
          `No DestinationRule in force for ${titleOfTarget({ host, port: undefined, subset: undefined })} defines ` +
          `the subset ${subset}: requests that take this route get 503. ` +
          (near ? `Did you mean "${near}"?` : 'Define it there, or name another.'),
      });
    }
  },
};
