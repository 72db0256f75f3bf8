import { ApiStub } from '../cluster/api-stub.js';
import { likeAnApiServer } from './kubernetes-server.js';

/** What nobody may ever read in an output. */
export const token = 'token-which-is-secret';

/** The clusters a and b of the example, as far as the action needs them. */
export class TwoApiServers {
  readonly servers = [new ApiStub(), new ApiStub()] as const;

  async start(): Promise<void> {
    for (const server of this.servers) {
      await server.start();
      server.handle = likeAnApiServer();
    }
  }

  stop(): void {
    for (const server of this.servers) server.stop();
  }

  /** How many requests there were. */
  get asked(): number {
    return this.servers.flatMap(({ requests }) => requests).length;
  }

  /** The kinds that were written to each, in order, without those of dry runs. */
  get writes(): (string | undefined)[][] {
    return this.servers.map(({ requests }) =>
      requests
        .filter(
          ({ method, url }) =>
            method === 'PATCH' && url?.includes('istio.io') && !url.includes('dryRun'),
        )
        .map(({ url }) => url?.split('/').at(-2)),
    );
  }

  /** For the contexts of the example. */
  kubeconfig(): string {
    return [
      'apiVersion: v1',
      'kind: Config',
      'users:',
      `  - {name: deployer, user: {token: ${token}}}`,
      'clusters:',
      ...this.servers.map(
        ({ url }, index) =>
          `  - {name: c${index}, cluster: {server: '${url}', insecure-skip-tls-verify: true}}`,
      ),
      'contexts:',
      '  - {name: cluster-a, context: {cluster: c0, user: deployer}}',
      '  - {name: cluster-b, context: {cluster: c1, user: deployer}}',
      '',
    ].join('\n');
  }
}
