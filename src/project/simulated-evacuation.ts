import { percent } from '../foundation/percent.js';
import { shortHost } from '../mesh/host-name.js';
import { parseLocality } from '../mesh/locality.js';
import { pairUp } from '../traffic/behaviour-change.js';
import type { Prediction } from '../traffic/result.js';
import { evacuate, type Evacuated } from './evacuation.js';
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

/** The requests of one client to one host. */
export interface MovedTraffic {
  host: string;
  client: string;
  /** Shares by region, 0 to 1. */
  before: ReadonlyMap<string, number>;
  after: ReadonlyMap<string, number>;
}

/** Smaller shares are rounding. */
const noticeable = 0.0005;

/** Takes a region out, and predicts what follows. Nothing is changed. */
export function simulateEvacuation(
  before: Project,
  region: string,
  share = 0,
): SimulatedEvacuation {
  const evacuated = evacuate(before, region, share);
  const nothing = { moves: [], objections: [], warnings: [] };
  if (evacuated.problems.length > 0) return { ...evacuated, ...nothing };
  const [old, next] = [before, evacuated.after].map((project) => project.check());
  if (!old || !next) return { ...evacuated, ...nothing };
  const { moves, objections } = compareEvacuated(healthy(old.rows), healthy(next.rows), {
    ...{ region, share, was: 1 },
  });
  return { ...evacuated, moves, objections, warnings: newCapacityFindings(old.lint, next.lint) };
}

/**
 * Where requests go before and after, and why that should not be.
 *
 * @param share What the region is to keep of its weights, 0 to 1.
 * @param was What it has of them before.
 */
export function compareEvacuated(
  before: readonly Prediction[],
  after: readonly Prediction[],
  { region, share, was }: { region: string; share: number; was: number },
): Pick<SimulatedEvacuation, 'moves' | 'objections'> {
  const moves: MovedTraffic[] = [];
  const objections: string[] = [];
  for (const [old, is] of pairUp(before, after)) {
    if (!old || !is) continue;
    const [from, to] = [byRegion(old), byRegion(is)];
    const { host, client } = is;
    moves.push({ host, client, before: from, after: to });
    const title = `${shortHost(host)} from ${client}`;
    const left = to.get(region) ?? 0;
    const kept = was > 0 ? share / was : 1;
    const allowed = kept * (from.get(region) ?? 0) + 0.01 * Number(share > 0);
    if ((is.errors ?? 1) > (old.errors ?? 1) + noticeable) {
      const errors = is.errors === null ? 'nobody can tell' : `${percent(is.errors)} would fail`;
      objections.push(`${title}: ${errors}; does it run in ${region} alone?`);
    } else if (share <= was && share < 1 && left > allowed + noticeable) {
      objections.push(
        `${title}: ${percent(left)} would still go to ${region}; no locality settings of a DestinationRule lead it elsewhere`,
      );
    }
  }
  return { moves, objections };
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

function byRegion({ split }: Prediction): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { locality, share } of split) {
    const { region } = parseLocality(locality);
    shares.set(region, (shares.get(region) ?? 0) + share);
  }
  return shares;
}
