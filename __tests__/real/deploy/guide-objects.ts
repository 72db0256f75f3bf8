import type { DeployObject } from '../../../src/deploy/deploy-object.js';

export const apiVersion = 'networking.istio.io/v1';

/** The three objects of the guide, VirtualService first, so that their order is up to apply. */
export function guideObjects(namespace = 'default', weight = 100): DeployObject[] {
  return [virtualService(namespace, weight), destinationRule(namespace), gateway(namespace)];
}

export function virtualService(namespace = 'default', weight = 100): DeployObject {
  return deployObject('VirtualService', 'hello-world', namespace, {
    hosts: ['hello.example.com'],
    gateways: ['public-gateway'],
    http: [{ route: [{ destination: { host: 'hello-world', port: { number: 80 } }, weight }] }],
  });
}

export function destinationRule(namespace = 'default', maxEjectionPercent = 100): DeployObject {
  return deployObject('DestinationRule', 'hello-world', namespace, {
    host: 'hello-world',
    trafficPolicy: { outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent } },
  });
}

export function gateway(namespace = 'default'): DeployObject {
  return deployObject('Gateway', 'public-gateway', namespace, {
    selector: { istio: 'ingressgateway' },
    servers: [
      { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['hello.example.com'] },
    ],
  });
}

export function deployObject(
  kind: string,
  name: string,
  namespace: string,
  spec: Record<string, unknown>,
): DeployObject {
  const value = { apiVersion, kind, metadata: { name, namespace }, spec };
  return { value, kind, namespace, name, file: `${kind}.yaml`, line: 1, column: 1 };
}
