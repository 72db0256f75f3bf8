import { formatLocality } from '../mesh/locality.js';
import type { LbEndpoint } from './control-plane/assignment.js';
import {
  answersWell,
  type Answer,
  type Endpoint,
  type NetworkGateway,
} from './control-plane/endpoint.js';
import { networkGatewaysFor } from './control-plane/networks.js';
import { directly, type AnswerOrigin } from './proxy/host-set.js';

/**
 * What a client gets from a host. Behind an east-west gateway it is the average of the ready endpoints
 * that the gateway leads to, by weight: it passes connections through and sees no answers. With none of
 * them ready, or its own cluster lost, the connection fails.
 */
export function answersOf(
  endpoints: readonly Endpoint[],
  gateways: readonly NetworkGateway[],
  lostClusters: ReadonlySet<string>,
): (lbEndpoint: LbEndpoint) => { answer: Answer; origins: readonly AnswerOrigin[] } {
  if (gateways.length === 0) return directly;
  const known = new Map<NetworkGateway, { answer: Answer; origins: AnswerOrigin[] }>();
  return (lbEndpoint) => {
    const { gateway } = lbEndpoint;
    if (!gateway) return directly(lbEndpoint);
    let answers = known.get(gateway);
    if (!answers) {
      const behind = endpoints.filter((endpoint) =>
        networkGatewaysFor(endpoint, gateways).includes(gateway),
      );
      answers = average(behind, gateway.cluster !== '' && lostClusters.has(gateway.cluster));
      known.set(gateway, answers);
    }
    return answers;
  };
}

function average(
  behind: readonly Endpoint[],
  isLost: boolean,
): { answer: Answer; origins: AnswerOrigin[] } {
  const ready = behind.filter(({ health }) => health === 'ready');
  const counted = ready.length ? ready : behind;
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const answer = { ...answersWell, reset: 0 };
  const shares = new Map<string, number>();
  let timingOut = 0;
  for (const { weight, locality, answer: own = answersWell } of counted) {
    const share = weight / total;
    const name = formatLocality(locality);
    shares.set(name, (shares.get(name) ?? 0) + share);
    answer.failing += own.failing * share;
    answer.erroring += own.erroring * share;
    answer.unreachable += own.unreachable * share;
    answer.reset += (own.reset ?? 0) * share;
    timingOut += (own.timingOut ?? 0) * share;
  }
  if (timingOut > 0) answer.timingOut = timingOut;
  const origins = [...shares].sort(byName).map(([locality, share]) => ({ locality, share }));
  if (isLost || ready.length === 0) {
    return { answer: { failing: 0, erroring: 0, unreachable: 1 }, origins };
  }
  // Sums such as 1/3 + 1/3 + 1/3 must still count as all.
  return { answer: rounded(answer), origins };
}

function byName([a]: [string, number], [b]: [string, number]): number {
  return a < b ? -1 : 1;
}

function rounded({ failing, erroring, unreachable, reset = 0, timingOut = 0 }: Answer): Answer {
  const round = (value: number) => Math.round(value * 1e12) / 1e12;
  const closed = round(reset);
  return {
    ...{ failing: round(failing), erroring: round(erroring), unreachable: round(unreachable) },
    ...(closed > 0 ? { reset: closed } : {}),
    ...(timingOut > 0 ? { timingOut: round(timingOut) } : {}),
  };
}
