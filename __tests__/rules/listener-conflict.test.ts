/** Which listeners of a Gateway of the Gateway API istiod leaves out. */
import { expect, test } from '@jest/globals';
import { checkFiles } from './check-files.js';

type Listener = [name: string, port: number, protocol: string, hostname?: string];

/** The messages about such listeners, by the listener that is left out and the one that was there before. */
function leftOut(listeners: readonly Listener[]): string[] {
  const gateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'shop' },
    spec: {
      gatewayClassName: 'istio',
      listeners: listeners.map(([name, port, protocol, hostname]) => ({
        ...{ name, port, protocol },
        ...(hostname === undefined ? {} : { hostname }),
        ...(['HTTPS', 'TLS'].includes(protocol)
          ? { tls: { mode: 'Terminate', certificateRefs: [{ name: 'certificate' }] } }
          : {}),
      })),
    },
  };
  const { findings } = checkFiles({ 'edge.yaml': JSON.stringify(gateway) });
  return findings.flatMap(({ rule, message }) => {
    const [, lost, rival] =
      /leaves out listener (\S+): listener (\S+) has/.exec(message) ?? ([] as string[]);
    return rule === 'listener-conflict' ? [`${lost ?? ''} for ${rival ?? ''}`] : [];
  });
}

test.each<[string, Listener[], string[]]>([
  [
    'hostnames differ',
    [
      ['a', 80, 'HTTP', 'a.com'],
      ['b', 80, 'HTTP', 'b.com'],
    ],
    [],
  ],
  [
    'a wildcard is a hostname of its own',
    [
      ['a', 80, 'HTTP', '*.a.com'],
      ['b', 80, 'HTTP'],
    ],
    [],
  ],
  [
    'ports differ',
    [
      ['a', 80, 'HTTP'],
      ['b', 81, 'HTTP'],
      ['c', 82, 'TCP'],
    ],
    [],
  ],
  [
    'both are for every hostname',
    [
      ['a', 80, 'HTTP'],
      ['b', 80, 'HTTP'],
    ],
    ['b for a'],
  ],
  [
    'HTTPS and TLS tell hostnames apart as HTTP does',
    [
      ['a', 443, 'HTTPS', 'a.com'],
      ['b', 443, 'TLS', 'b.com'],
      ['c', 443, 'TLS', 'a.com'],
    ],
    ['c for a'],
  ],
  [
    'TCP takes all of a port',
    [
      ['a', 80, 'TCP'],
      ['b', 80, 'HTTP', 'b.com'],
    ],
    ['b for a'],
  ],
  [
    'TCP finds the port taken, by whichever was first',
    [
      ['a', 80, 'HTTP', 'a.com'],
      ['b', 80, 'HTTP', 'b.com'],
      ['c', 80, 'TCP'],
    ],
    ['c for a'],
  ],
  [
    'two of TCP',
    [
      ['a', 90, 'TCP'],
      ['b', 90, 'TCP'],
      ['c', 90, 'TCP'],
    ],
    ['b for a', 'c for a'],
  ],
  [
    'one that is left out takes up nothing',
    [
      ['a', 80, 'HTTP', 'a.com'],
      ['b', 80, 'TCP'],
      ['c', 80, 'HTTP', 'c.com'],
    ],
    ['b for a'],
  ],
])('%s', (_, listeners, expected) => {
  expect(leftOut(listeners)).toEqual(expected);
});
