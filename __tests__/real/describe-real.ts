/**
 * Tests that need the real parts. When something they need is missing they are skipped and say so; where
 * MESH_FAILOVER_REAL is 1 (as in CI) they fail instead, so that nobody takes silence for success. MESH_FAILOVER_REAL=0
 * skips them in any case.
 */
import { describe, test } from '@jest/globals';
import { missingParts } from './bench/build.mjs';
import { isInNetworkNamespace } from './bench/network-namespace.mjs';
import { podMeshParts, type PartName } from './bench/parts.mjs';
import { browserPath } from './picture/browser-path.js';
import { programPath } from './program-path.js';

export interface Needs {
  parts: PartName[];
  /** Pods have addresses in a network namespace only. */
  networkNamespace?: boolean;
  /** A Chromium, for what people look at. */
  browser?: boolean;
  /** Programs of the distribution, by the names of their packages. */
  programs?: string[];
}

/** What two clusters with the pods of Kubernetes' own controllers take. */
export const podMesh: Needs = {
  parts: podMeshParts,
  networkNamespace: true,
};

/** The same with ingress gateways, so that requests can be sent. */
export const podMeshWithGateways: Needs = { ...podMesh, parts: [...podMesh.parts, 'envoy'] };

/** Most tests need parts only, and may give just those. */
export function describeReal(title: string, needs: PartName[] | Needs, tests: () => void): void {
  const demand = process.env['MESH_FAILOVER_REAL'];
  const reason =
    demand === '0'
      ? 'MESH_FAILOVER_REAL is 0'
      : whatIsMissing(Array.isArray(needs) ? { parts: needs } : needs);
  if (reason === undefined) {
    describe(title, tests);
  } else if (demand === '1') {
    describe(title, () => {
      test('what it needs is there', () => {
        throw new Error(`MESH_FAILOVER_REAL is 1, but ${reason}`);
      });
    });
  } else {
    process.stderr.write(`SKIPPED, NOT TESTED: ${title}: ${reason}\n`);
    describe.skip(title, tests);
  }
}

function whatIsMissing({
  parts,
  networkNamespace = false,
  browser = false,
  programs = [],
}: Needs): string | undefined {
  const missing = missingParts(parts).join(' ');
  if (missing) {
    return `parts are missing. Build them: node __tests__/real/bench/build.mjs ${missing}`;
  }
  if (networkNamespace && !isInNetworkNamespace()) {
    return 'pods need a network namespace. Put before the command: node __tests__/real/bench/network-namespace.mjs';
  }
  if (browser && browserPath() === undefined) {
    return 'there is no Chromium. Install one (apt-get install chromium), or name it in MESH_FAILOVER_BROWSER';
  }
  const absent = programs.filter((name) => programPath(name) === undefined);
  return absent.length > 0 ? `install ${absent.join(' and ')} (apt-get install)` : undefined;
}
