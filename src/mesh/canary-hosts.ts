import { kindOf } from '../api/kinds.js';
import { textAt } from '../foundation/values.js';
import { qualifyHost } from './host-name.js';
import type { PlacedDocument } from './placed-document.js';

/**
 * The qualified hosts of the Services that Flagger makes for a Canary; none for any other object. The first is the one whose name callers use.
 *
 * Source: fluxcd/flagger pkg/router/kubernetes_default.go.
 */
export function canaryHosts({ document, namespace, clusterDomain }: PlacedDocument): string[] {
  if (kindOf(document.value)?.id !== 'Canary') return [];
  const name =
    textAt(document.value, 'spec', 'service', 'name') ??
    textAt(document.value, 'spec', 'targetRef', 'name');
  if (name === undefined) return [];
  return [name, `${name}-primary`, `${name}-canary`].map((one) =>
    qualifyHost(one, { namespace, clusterDomain }),
  );
}
