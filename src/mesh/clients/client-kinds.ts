import type { ClientKind } from '../../config/config.js';
import type { ClientModel } from './client-model.js';
import { ingressGateway } from './ingress-gateway.js';
import { sidecarClient } from './sidecar/sidecar-client.js';

/** Every kind of client that there is. */
export const clientKinds: Readonly<Record<ClientKind, ClientModel>> = {
  gateway: ingressGateway,
  sidecar: sidecarClient,
};
