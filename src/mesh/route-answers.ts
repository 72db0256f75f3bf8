import { shortHost, qualifyHost, type HostScope } from './host-name.js';
import type { HttpRoute } from '../api/virtual-service.js';

/**
 * What a client answers by itself, without asking any endpoint; undefined where it asks one.
 *
 * @param proxy What the client is, such as `gateway`.
 */
export function ownAnswer(route: HttpRoute | undefined, proxy: string): string | undefined {
  const { redirect, directResponse } = route ?? {};
  if (redirect) {
    const { scheme = '', authority = '', uri = '', redirectCode = 301 } = redirect;
    const target = `${scheme && `${scheme}://`}${authority}${uri}`;
    return `redirect${target && ` to ${target}`} (${redirectCode})`;
  }
  return (
    directResponse && `answered by the ${proxy} (${String(directResponse.status ?? 'no status')})`
  );
}

/** What else happens to requests of the route, in parts of sentences; the numbers do not contain it. */
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

/** Without a percentage no fault is injected. */
function faultNotes({ fault }: HttpRoute): string[] {
  const { abort, delay } = fault ?? {};
  const notes: string[] = [];
  if (abort?.percentage?.value) {
    const status = abort.httpStatus ?? abort.grpcStatus ?? 'an error';
    notes.push(
      `fault injection answers ${abort.percentage.value} % of the requests with ${String(status)}; ` +
        'they are not counted',
    );
  }
  if (delay?.percentage?.value) {
    notes.push(
      `fault injection delays ${delay.percentage.value} % of the requests; time is not counted`,
    );
  }
  return notes;
}
