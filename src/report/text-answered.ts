import { clientKinds } from '../mesh/clients/client-kinds.js';
import type { AnsweredRoute } from '../traffic/answered-routes.js';
import { safeText } from '../foundation/safe-text.js';
import { groupBy } from './table-groups.js';

/** Routes without endpoints, a line for each; nothing where there are none. */
export function textAnswered(routes: readonly AnsweredRoute[]): string[] {
  return groupBy(routes, ({ clientKind }) => clientKind).flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const lines = own.map(({ publicHost, match, answer, route }) => {
      return `  ${safeText(`${publicHost}${match === null ? '' : ` ${match}`}: ${answer} (${route})`)}`;
    });
    const { proxy } = clientKinds[first.clientKind].words;
    return [`Answered by the ${proxy} itself, nothing to predict:`, ...lines].join('\n');
  });
}
