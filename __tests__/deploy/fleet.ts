import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from '../../src/deploy/apply.js';
import type { ApplyInput } from '../../src/deploy/apply-options.js';
import type { DeployObject } from '../../src/deploy/deploy-object.js';
import type { ProgressEvent } from '../../src/deploy/progress.js';
import { rollback } from '../../src/deploy/rollback.js';
import type { RollbackInput } from '../../src/deploy/rollback-input.js';
import { FakeServer } from './fake-server.js';

export const environment = { name: 'prod', namespace: 'mesh-failover' };

/** A manifest of one object, each in a line of its own. */
export function manifest(
  kind: string,
  name: string,
  spec: Record<string, unknown>,
  more: Partial<DeployObject> & { labels?: Record<string, string>; apiVersion?: string } = {},
): DeployObject {
  const { labels, apiVersion = 'networking.istio.io/v1', ...rest } = more;
  const namespace = rest.namespace ?? 'default';
  return {
    value: { apiVersion, kind, metadata: { name, ...(labels && { labels }) }, spec },
    ...{ kind, namespace, name, file: `${kind}.yaml`, line: 3, column: 1 },
    ...rest,
  };
}

export function rule(share = 100, more: Parameters<typeof manifest>[3] = {}): DeployObject {
  const outlierDetection = { maxEjectionPercent: share };
  return manifest(
    'DestinationRule',
    'web',
    { host: 'web', trafficPolicy: { outlierDetection } },
    more,
  );
}

export function route(host = 'web', more: Parameters<typeof manifest>[3] = {}): DeployObject {
  const http = [{ route: [{ destination: { host } }] }];
  return manifest(
    'VirtualService',
    'web',
    { hosts: ['web.example.com'], gateways: ['edge'], http },
    more,
  );
}

export function gateway(host = 'web.example.com'): DeployObject {
  const servers = [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [host] }];
  return manifest('Gateway', 'edge', { selector: { istio: 'ingressgateway' }, servers });
}

/** Two clusters that have the Service of the routes, and what it takes to deploy to them. */
export class Fleet {
  readonly clusters: [FakeServer, FakeServer];
  readonly folder = mkdtempSync(join(tmpdir(), 'mesh-failover-fleet-'));
  readonly events: ProgressEvent[] = [];
  #runs = 0;

  constructor() {
    this.clusters = [new FakeServer('a'), new FakeServer('b')];
    for (const cluster of this.clusters) {
      const metadata = { name: 'web', namespace: 'default' };
      cluster.put({ apiVersion: 'v1', kind: 'Service', metadata }, 'setup');
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  apply(objects: readonly DeployObject[], more: Partial<ApplyInput> = {}) {
    this.forget();
    return apply({
      ...{ objects, clusters: this.clusters, environment },
      ...{ run: `run-${++this.#runs}`, by: 'a test', stateFolder: this.folder },
      ...{ verifyTimeoutMs: 1, lockWaitSeconds: 0 },
      progress: (event) => this.events.push(event),
      ...more,
    });
  }

  rollback(more: Partial<RollbackInput> = {}) {
    this.forget();
    return rollback({
      ...{ clusters: this.clusters, environment, fieldManager: 'mesh-failover' },
      ...{ run: 'back', by: 'a test', lockWaitSeconds: 0 },
      progress: (event) => this.events.push(event),
      ...more,
    });
  }

  /** What was asked and told before counts no more. */
  forget(): void {
    for (const { journal } of this.clusters) journal.length = 0;
    this.events.length = 0;
  }

  /** A field of the rule in each cluster. */
  shares(): unknown[] {
    return this.clusters.map((cluster) => {
      const spec = cluster.find({ kind: 'DestinationRule', namespace: 'default', name: 'web' })?.[
        'spec'
      ];
      const { trafficPolicy } = (spec ?? {}) as {
        trafficPolicy?: { outlierDetection?: { maxEjectionPercent?: unknown } };
      };
      return trafficPolicy?.outlierDetection?.maxEjectionPercent;
    });
  }
}
