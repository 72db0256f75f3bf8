import { percent } from '../foundation/percent.js';
import { shortHost, qualifyHost, type HostScope } from './host-name.js';
import type { HttpRoute } from '../api/virtual-service.js';
import type { OwnAnswer, Route } from './route.js';

/** What a server answers that leads everything to https. */
export const httpsRedirect: OwnAnswer = { text: 'redirect to https (301)', status: 301 };

/**
 * What a client answers by itself, without asking any endpoint; undefined where it asks one.
 *
 * @param proxy What the client is, such as `gateway`.
 */
export function ownAnswer(route: HttpRoute | undefined, proxy: string): OwnAnswer | undefined {
  const { redirect, directResponse } = route ?? {};
  if (redirect) {
    const { scheme = '', authority = '', uri = '', redirectCode = 301 } = redirect;
    const target = `${scheme && `${scheme}://`}${authority}${uri}`;
    return { text: `redirect${target && ` to ${target}`} (${redirectCode})`, status: redirectCode };
  }
  if (!directResponse) return undefined;
  const { status } = directResponse;
  return { text: `answered by the ${proxy} (${String(status ?? 'no status')})`, status };
}

/** Whether a client answers the route's requests with 5xx by itself. */
export function failsByItself({ answer }: Pick<Route, 'answer'>): boolean {
  return (answer?.status ?? 0) >= 500;
}

/** What the proxy of a client answers to a share of the route's requests, before it chooses an endpoint. */
export interface InjectedAbort {
  /** 0 to 1, and more than 0. */
  share: number;
  /** Such as `503` or `UNAVAILABLE`. */
  status: string;
  /** Whether such an answer counts as a failed request: a status of 400 and above, and each of gRPC but OK. */
  isFailure: boolean;
}

/**
 * The fault that the route injects; undefined for none. Without a percentage there is none, and an answer that was injected is not
 * retried. Source: istio/istio pilot/pkg/networking/core/route/route.go TranslateFault; measured in
 * __tests__/real/traffic/missed-faults.test.ts.
 */
export function injectedAbort(route: HttpRoute | undefined): InjectedAbort | undefined {
  const { httpStatus, grpcStatus, percentage } = route?.fault?.abort ?? {};
  const share = Math.min(100, percentage?.value ?? 0) / 100;
  if (!(share > 0)) return undefined;
  if (httpStatus !== undefined) {
    return { share, status: String(httpStatus), isFailure: httpStatus >= 400 };
  }
  return grpcStatus === undefined
    ? undefined
    : { share, status: grpcStatus, isFailure: grpcStatus !== 'OK' };
}

/** What else happens to requests of the route, in parts of sentences; the numbers contain what is said to count. */
export function routeNotes(route: HttpRoute | undefined, scope: HostScope | undefined): string[] {
  return route && scope ? [...mirrorNotes(route, scope), ...faultNotes(route)] : [];
}

/** Without a percentage every request is mirrored. */
function mirrorNotes({ mirror, mirrorPercentage, mirrors }: HttpRoute, scope: HostScope) {
  const single = mirror && [{ destination: mirror, percentage: mirrorPercentage }];
  return (mirrors?.length ? mirrors : (single ?? []))
    .filter(({ percentage }) => percentage?.value !== 0)
    .map(({ destination, percentage }) => {
      const host = shortHost(qualifyHost(destination?.host ?? '', scope));
      const share = percentage?.value ?? 100;
      return `${share} % of the requests are mirrored to ${host}; the copies are not counted`;
    });
}

function faultNotes(route: HttpRoute): string[] {
  const { delay } = route.fault ?? {};
  const abort = injectedAbort(route);
  const notes: string[] = [];
  if (abort) {
    notes.push(
      `fault injection answers ${percent(abort.share)} of the requests with ${abort.status}; ` +
        (abort.isFailure ? 'they count as errors' : 'they are not counted'),
    );
  }
  if (delay?.percentage?.value) {
    notes.push(
      `fault injection delays ${delay.percentage.value} % of the requests; time is not counted`,
    );
  }
  return notes;
}
