import { durationMs } from '../config/gate-config.js';
import { UserError } from '../foundation/errors.js';

/** What an evacuation, or its end, is to be like, as it is written in options or inputs. */
export interface EvacuationTexts {
  /** How long it lasts, such as `2h`. */
  lasts?: string | undefined;
  /** A number of steps, or what the region has in each of them, in percent. */
  steps?: string | undefined;
  /** How long each step is looked at, such as `90s`. */
  pause?: string | undefined;
  /** What the region keeps at the end, in percent. */
  keep?: number | undefined;
}

/** Names of the settings, for messages. */
export interface EvacuationNames {
  lasts: string;
  steps: string;
  pause: string;
  keep: string;
}

const mostSteps = 10;

/**
 * How long an evacuation lasts.
 *
 * @throws UserError
 */
export function lastsMs(text: string, name: string): number {
  const ms = durationMs(text);
  if (ms !== undefined) return ms;
  throw new UserError(`${name} takes a time such as 90s, 30m or 2h, a week at most, not "${text}"`);
}

/**
 * How long each step is looked at; default: a minute.
 *
 * @throws UserError
 */
export function pauseMs(text: string | undefined, name: string): number {
  if (text === undefined) return 60_000;
  return text === '0' || text === '0s' ? 0 : lastsMs(text, name);
}

/**
 * What the region has of its weights with each step, in percent: falling to what it keeps, or rising to 100.
 *
 * @throws UserError
 */
export function evacuationSteps(
  { steps: text, keep = 0 }: Pick<EvacuationTexts, 'steps' | 'keep'>,
  { restores, name }: { restores: boolean; name: string },
): number[] {
  const end = restores ? 100 : keep;
  if (text === undefined) return [end];
  const numbers = text.split(',').map((each) => each.trim());
  const percents = numbers.map(Number);
  const isWhole = numbers.every((each) => /^\d{1,3}$/.test(each));
  const [count] = percents;
  if (isWhole && numbers.length === 1 && count !== undefined && count >= 1 && count <= mostSteps) {
    const start = restores ? 0 : 100;
    const at = (step: number) => Math.round(start + ((end - start) * step) / count);
    return Array.from({ length: count }, (_, index) => at(index + 1));
  }
  const isOrdered = percents.every((each, index) => {
    const before = percents[index - 1] ?? (restores ? -1 : 100);
    return restores ? each > before : each < before;
  });
  const isEnd = percents.at(-1) === end;
  if (isWhole && isOrdered && isEnd && numbers.length > 1 && numbers.length <= mostSteps) {
    return percents;
  }
  throw new UserError(
    `${name} takes a number of steps (${mostSteps} at most), or percentages that ` +
      (restores ? 'rise to 100, such as 50,100' : `fall to ${end}, such as 50,25,${end}`) +
      `, not "${text}"`,
  );
}
