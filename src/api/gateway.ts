import { texts, type Shape, type TypeOf } from './shape.js';

/* Source: istio.io/api 1.31, networking/v1alpha3 gateway.proto. */

const server = {
  port: { number: 'number', name: 'text', protocol: 'text', targetPort: 'number' },
  hosts: ['text'],
  bind: 'text',
  name: 'text',
  tls: {
    httpsRedirect: 'boolean',
    mode: 'text',
    credentialName: 'text',
    verifyCertificateHash: ['text'],
    verifyCertificateSpki: ['text'],
  },
} as const satisfies Shape;

export type Server = TypeOf<typeof server>;

export const gateway = { selector: texts, servers: [server] } as const satisfies Shape;

export type GatewaySpec = TypeOf<typeof gateway>;
