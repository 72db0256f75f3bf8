import { paint } from './paint.js';
import { percentCell } from './percent-cell.js';
import { safeText } from '../foundation/safe-text.js';
import { wrap } from './wrap.js';

/** One thing that was looked at before a drill. */
export interface CheckLine {
  cluster?: string;
  outcome: 'ok' | 'notice' | 'warning' | 'problem';
  message: string;
}

/** What a drill would do, with everything known about it. */
export interface DrillSteps {
  host: string;
  checks: readonly CheckLine[];
  /** What confirms that it may be done. */
  confirm: string;
  settings: {
    rate: number;
    phaseSeconds: number;
    stopAfterFailedRequests: number;
    budgets: { failoverSeconds: number; failbackSeconds: number };
  };
  scenarios: readonly {
    name: string;
    cluster: string;
    /** Such as `Deployment default/hello-world: 2 → 0 replicas`. */
    changes: readonly string[];
    /** By client, as sentences. */
    predicted: readonly string[];
  }[];
}

const signs = { ok: 'good', notice: 'notice', warning: 'warning', problem: 'error' } as const;

/** `a: 2 endpoints ready`, with its outcome before it. */
export function checkLine({ cluster, outcome, message }: CheckLine, color: boolean): string {
  const mark = paint(color)[signs[outcome]](outcome.padEnd(7));
  return `${mark} ${cluster === undefined ? '' : `${safeText(cluster)}: `}${safeText(message)}`;
}

/** The checks, then what each scenario would do, step by step. */
export function drillStepsText(steps: DrillSteps, color: boolean): string {
  const style = paint(color);
  const { host, checks, settings, scenarios } = steps;
  const { rate, phaseSeconds, budgets, stopAfterFailedRequests } = settings;
  const blocks = scenarios.map(({ name, cluster, changes, predicted }) => {
    const all = [
      `measure the baseline for ${phaseSeconds} s`,
      `write down in cluster ${cluster} what will be changed`,
      ...changes,
      `wait until no request fails or goes there, at most ${budgets.failoverSeconds} s`,
      `measure the failover for ${phaseSeconds} s; predicted: ${predicted.join('; ') || 'nothing'}`,
      'undo the changes, and remove what was written down',
      `wait until the split is back, at most ${budgets.failbackSeconds} s`,
      `measure the steady state for ${phaseSeconds} s`,
    ];
    const lines = all.flatMap((step, index) =>
      wrap(`${index + 1}. ${safeText(step)}`, 96).map((line, part) =>
        part === 0 ? `  ${line}` : `     ${line}`,
      ),
    );
    return [style.strong(safeText(name)), ...lines].join('\n');
  });
  const isStopped = checks.some(({ outcome }) => outcome === 'problem');
  const end = isStopped
    ? 'With these problems the drill would not start. Nothing was changed.'
    : `Nothing was changed. To do it: ${safeText(steps.confirm)}`;
  return `${[
    checks.map((check) => checkLine(check, color)).join('\n'),
    `${safeText(host)}, ${rate} requests per second to each gateway; stopped after ${stopAfterFailedRequests} failed requests`,
    ...blocks,
    end,
  ].join('\n\n')}\n`;
}

/** `a: us-central1 100 %, errors 0 %`. */
export function predictionSentence(
  client: string,
  predicted:
    | {
        split: readonly { locality: string; share: number; min?: number; max?: number }[];
        errors: number;
        errorsMin?: number;
        errorsMax?: number;
      }
    | undefined,
): string {
  if (!predicted) return `${client}: undefined`;
  const { split, errors, errorsMin, errorsMax } = predicted;
  const shares = split
    .filter(({ share, max = share }) => max > 0)
    .map(({ locality, share, min, max }) => `${locality} ${percentCell(share, min, max)}`);
  return `${client}: ${[...shares, `errors ${percentCell(errors, errorsMin, errorsMax, '0 %')}`].join(', ')}`;
}
