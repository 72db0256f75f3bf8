import type { DrillProgress, TellProgress } from '../drill/drill-progress.js';
import type { DrillPhaseName, DrillSample } from '../drill/drill-result.js';
import { drillLines } from '../report/drill-lines.js';
import { drillLive } from '../report/drill-live.js';
import type { Io } from './io.js';

/** Seconds whose requests the bars are about. */
const liveSeconds = 3;

/** Shows a running drill on standard error: lines in a log, and below them bars that change where it is a terminal. */
export function showDrill(
  { stderr, env }: Pick<Io, 'stderr' | 'env'>,
  options: { color: boolean; quiet: boolean },
): { tell: TellProgress; end(): void } {
  const isLive = stderr.isTTY === true && env['TERM'] !== 'dumb' && !options.quiet;
  const color = options.color && stderr.isTTY === true;
  let drawn = 0;
  let samples: DrillSample[] = [];
  let phase: { scenario: string; name: DrillPhaseName; lasts: number; since: number } | undefined;

  const erase = () => {
    // Up, and everything below away.
    if (drawn > 0) stderr.write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const draw = () => {
    if (!isLive || !phase) return;
    const elapsed = (performance.now() - phase.since) / 1000;
    const { scenario, name, lasts } = phase;
    const { columns = 80, rows = 24 } = stderr;
    const lines = drillLive(
      { scenario, phase: name, lasts, elapsed, samples },
      { color, columns, rows },
    );
    stderr.write(lines.map((line) => `${line}\n`).join(''));
    drawn = lines.length;
  };
  const tell = (event: DrillProgress) => {
    if (event.step === 'second') {
      const newest = Math.max(...event.samples.map(({ at }) => at));
      samples = [...samples, ...event.samples].filter(({ at }) => at > newest - liveSeconds);
    }
    erase();
    if (event.step === 'phase') {
      const { scenario, phase: name, lasts } = event;
      phase = { scenario, name, lasts, since: performance.now() };
    }
    for (const line of drillLines(event, { color, quiet: options.quiet }))
      stderr.write(`${line}\n`);
    if (event.step !== 'verdict') draw();
  };
  return { tell, end: erase };
}
