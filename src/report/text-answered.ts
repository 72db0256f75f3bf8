import type { AnsweredRoute } from '../traffic/answered-routes.js';
import { safeText } from '../foundation/safe-text.js';

/** Routes without endpoints, a line for each; nothing where there are none. */
export function textAnswered(routes: readonly AnsweredRoute[]): string[] {
  if (routes.length === 0) return [];
  const lines = routes.map(({ publicHost, match, answer, route }) => {
    return `  ${safeText(`${publicHost}${match === null ? '' : ` ${match}`}: ${answer} (${route})`)}`;
  });
  return [['Answered by the gateway itself, nothing to predict:', ...lines].join('\n')];
}
