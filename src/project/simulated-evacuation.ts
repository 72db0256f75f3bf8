import { compareEvacuated, type MovedTraffic } from '../traffic/moved-traffic.js';
import type { Prediction } from '../traffic/result.js';
import { evacuatedProject, type Evacuated } from './evacuation.js';
import type { Project } from './project.js';

/** An evacuation with what callers will notice, while all is well otherwise. */
export interface SimulatedEvacuation extends Evacuated {
  /** Where the requests of each case go, before and after. */
  moves: MovedTraffic[];
  /** Why it should not be done, in sentences. */
  objections: string[];
  /** What the survivors may not be able to take, and was no finding before. */
  warnings: string[];
}

/** Takes a region out, and predicts what follows. Nothing is changed. */
export function simulateEvacuation(
  before: Project,
  region: string,
  share = 0,
): SimulatedEvacuation {
  const evacuated = evacuatedProject(before, region, share);
  const nothing = { moves: [], objections: [], warnings: [] };
  if (evacuated.problems.length > 0) return { ...evacuated, ...nothing };
  const [old, next] = [before, evacuated.after].map((project) => project.check());
  if (!old || !next) return { ...evacuated, ...nothing };
  const { moves, objections } = compareEvacuated(healthy(old.rows), healthy(next.rows), {
    ...{ region, share, was: 1 },
  });
  return { ...evacuated, moves, objections, warnings: newCapacityFindings(old.lint, next.lint) };
}

type Lint = ReturnType<Project['check']>['lint'];

function newCapacityFindings({ findings: old }: Lint, { findings: next }: Lint): string[] {
  const key = ({ rule, message }: Lint['findings'][number]) => `${rule} ${message}`;
  const known = new Set(old.map(key));
  return next
    .filter((each) => each.rule === 'capacity-under-failover' && !known.has(key(each)))
    .map(({ message }) => message);
}

function healthy(rows: readonly { prediction: Prediction }[]): Prediction[] {
  return rows.map(({ prediction }) => prediction).filter(({ scenario }) => scenario === 'healthy');
}
