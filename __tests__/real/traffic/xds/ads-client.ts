/** A proxy that asks istiod for its configuration and does nothing with it. */
import { connect, type ClientHttp2Session } from 'node:http2';
import { bytesField, messagesOf, readFields, structOf, textOf, type Fields } from './protobuf.js';

/** How the proxy introduces itself, as a gateway pod would. */
export interface ProxyNode {
  /** A gateway, unless said. */
  kind?: 'router' | 'sidecar';
  name: string;
  namespace: string;
  cluster: string;
  /** Undefined: the pod does not know its network. */
  network: string | undefined;
  /** `region[/zone[/subzone]]` */
  locality: string;
  labels: Record<string, string>;
  /** The node that its pod is on; one without endpoints, unless said. */
  nodeName?: string;
}

const METHOD = '/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources';
const TIMEOUT_MS = 30_000;

export class AdsClient {
  private readonly session: ClientHttp2Session;

  /** @param port istiod's plain gRPC port */
  constructor(port: number) {
    this.session = connect(`http://127.0.0.1:${port}`);
    this.session.on('error', () => {});
  }

  /** The first answer to a request for resources of one type: all of them, unless names are given. */
  fetch(node: ProxyNode, typeUrl: string, names: readonly string[] = []): Promise<Fields[]> {
    return new Promise((resolve, reject) => {
      const stream = this.session.request({
        ':method': 'POST',
        ':path': METHOD,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      let received = Buffer.alloc(0);
      const timer = setTimeout(() => fail(new Error(`no ${typeUrl} for ${node.name}`)), TIMEOUT_MS);
      const fail = (error: Error) => {
        clearTimeout(timer);
        stream.close();
        reject(error);
      };
      stream.on('error', fail);
      stream.on('close', () => fail(new Error(`istiod closed the stream of ${node.name}`)));
      stream.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        // One byte for compression and four for the length come before the message.
        if (received.length < 5 || received.length < 5 + received.readUInt32BE(1)) return;
        const response = readFields(received.subarray(5, 5 + received.readUInt32BE(1)));
        clearTimeout(timer);
        resolve(messagesOf(response, 2).map((any) => readFields(any.get(2)?.[0] as Buffer)));
        stream.close();
      });
      stream.write(frame(request(node, typeUrl, names)));
    });
  }

  close(): void {
    this.session.destroy();
  }
}

function frame(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

function request(node: ProxyNode, typeUrl: string, names: readonly string[]): Buffer {
  return Buffer.concat([
    bytesField(2, nodeMessage(node)),
    ...names.map((name) => bytesField(3, name)),
    bytesField(4, typeUrl),
  ]);
}

function nodeMessage({
  kind = 'router',
  name,
  namespace,
  cluster,
  network,
  locality,
  labels,
  nodeName = `node-of-${name}`,
}: ProxyNode): Buffer {
  const [region = '', zone = '', subzone = ''] = locality.split('/');
  const id = `${kind}~10.255.0.1~${name}.${namespace}~${namespace}.svc.cluster.local`;
  const metadata = {
    CLUSTER_ID: cluster,
    NAMESPACE: namespace,
    LABELS: labels,
    ISTIO_VERSION: '1.31.1',
    PROXY_CONFIG: {},
    NODE_NAME: nodeName,
    ...(network === undefined ? {} : { NETWORK: network }),
  };
  return Buffer.concat([
    bytesField(1, id),
    bytesField(2, `${name}.${namespace}`),
    bytesField(3, structOf(metadata)),
    bytesField(
      4,
      Buffer.concat([bytesField(1, region), bytesField(2, zone), bytesField(3, subzone)]),
    ),
  ]);
}

/** The names of resources, whose first field it is for clusters and load assignments alike. */
export function nameOf(resource: Fields): string {
  return textOf(resource, 1);
}
