import { kept } from '../../../foundation/kept.js';
import type { Mesh } from '../../mesh.js';
import type { Client } from '../../topology.js';
import { sidecarScope, type ScopedListener } from './scope.js';
import { virtualHostsAt, type SidecarPort } from './virtual-hosts.js';

/** The listener that takes a sidecar's requests for a port; undefined: none does. */
export function listenerFor(
  mesh: Mesh,
  client: Client,
  number: number,
): ScopedListener | undefined {
  return sidecarScope(mesh, client).listeners.find(
    ({ port }) => port === undefined || port === number,
  );
}

/** The virtual hosts of a port of a listener. */
export function sidecarPort(
  mesh: Mesh,
  client: Client,
  listener: ScopedListener,
  number: number,
): SidecarPort {
  const key = JSON.stringify([mesh.visibility(client), listener.index, number]);
  return kept(mesh.memory.of(mesh, newPorts), key, () =>
    virtualHostsAt(sidecarScope(mesh, client), listener, number, client),
  );
}

function newPorts(): Map<string, SidecarPort> {
  return new Map();
}

/** Port 80 always has hosts of VirtualServices; so many others are looked at. */
const mostPorts = 1_000;

/** The ports on which a sidecar knows services, with their virtual hosts. */
export function sidecarPorts(mesh: Mesh, client: Client): { number: number; port: SidecarPort }[] {
  const numbers = new Set([80]);
  for (const { services } of sidecarScope(mesh, client).listeners) {
    for (const { ports } of services) for (const { number } of ports ?? []) numbers.add(number);
  }
  return [...numbers]
    .sort((a, b) => a - b)
    .slice(0, mostPorts)
    .flatMap((number) => {
      const listener = listenerFor(mesh, client, number);
      if (!listener || listener.isExplicit || listener.isHttp === false) return [];
      return [{ number, port: sidecarPort(mesh, client, listener, number) }];
    });
}
