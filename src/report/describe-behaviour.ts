import type { ExplainedChange, ExplainedChanges } from '../lint/behaviour-causes.js';
import { causeWords, type CauseWords } from './cause-words.js';
import { plural } from '../foundation/plural.js';
import type { Prediction } from '../traffic/result.js';
import { hasErrors } from './has-errors.js';
import { scenarioTitle } from './scenario-title.js';
import { percentCell } from './percent-cell.js';
import {
  clientTitle,
  columnsOfRow,
  groupBy,
  placeShares,
  destinationTitle,
} from './table-groups.js';

/** What a change makes of the predicted table, whatever it is written in: `behaviour-text.ts` and `behaviour-markdown.ts` show all of it. */
export interface BehaviourDocument {
  /** `of 12 predicted cases, 2 get worse`. */
  verdict: string;
  destinations: ChangedDestination[];
  /** Why causes are missing; undefined where none is. */
  undetermined: string | undefined;
}

/** The changes of one destination. */
export interface ChangedDestination {
  title: string;
  /** Set where the whole destination comes or goes; its cases are not listed then. */
  whole?: { text: string; causes: CauseWords[] };
  clients: { title: string; cases: ChangedCase[] }[];
}

/** One client in one outage. */
export interface ChangedCase {
  kind: ExplainedChange['kind'];
  outage: string;
  /** `50 % europe-west1, 50 % us-central1; 50 % errors`. */
  before: string;
  after: string;
  /** What it comes from; undefined where that is not known. */
  cause: CauseWords | undefined;
}

export function describeBehaviour(behaviour: ExplainedChanges): BehaviourDocument {
  return {
    verdict: behaviourVerdict(behaviour),
    destinations: changedDestinations(behaviour),
    undetermined: behaviour.undetermined,
  };
}

/** The most grave kind first. */
const gravityOfKind: Record<ExplainedChange['kind'], number> = {
  worse: 0,
  added: 1,
  removed: 2,
  other: 3,
  better: 4,
};

/** Takes the changes apart by destination and client; destinations where it gets worse come first. */
function changedDestinations({ changes }: ExplainedChanges): ChangedDestination[] {
  return groupBy(changes, (change) => destinationTitle(rowOf(change)))
    .toSorted((a, b) => gravity(a) - gravity(b))
    .map((own) => {
      const whole = wholeOf(own);
      return {
        title: destinationTitle(rowOf(own[0])),
        ...(whole === undefined ? {} : { whole: { text: whole, causes: distinctCauses(own) } }),
        clients: groupBy(own, (change) => clientTitle(rowOf(change))).map((cases) => ({
          title: clientTitle(rowOf(cases[0])),
          cases: cases.map(describeCase),
        })),
      };
    });
}

function distinctCauses(changes: readonly ExplainedChange[]): CauseWords[] {
  const causes = changes.flatMap((change) => causeWords(change) ?? []);
  return [...new Map(causes.map((cause) => [JSON.stringify(cause), cause])).values()];
}

function describeCase(change: ExplainedChange): ChangedCase {
  const { kind, before, after } = change;
  return {
    kind,
    outage: scenarioTitle((after ?? before)?.scenario ?? ''),
    before: outcomeText(before),
    after: outcomeText(after),
    cause: causeWords(change),
  };
}

/** `of 12 predicted cases, 2 get worse, 1 gets better`. */
function behaviourVerdict({ changes, unchanged }: ExplainedChanges): string {
  const total = changes.length + unchanged;
  if (changes.length === 0) {
    return total === 0
      ? 'nothing to compare'
      : `none of ${plural(total, 'predicted case')} changes`;
  }
  const count = (kind: ExplainedChange['kind']) =>
    changes.filter((change) => change.kind === kind).length;
  const [worse, better, other] = [count('worse'), count('better'), count('other')];
  const [added, removed] = [count('added'), count('removed')];
  const parts = [
    ...(worse ? [`${worse} ${worse === 1 ? 'gets' : 'get'} worse`] : []),
    ...(better ? [`${better} ${better === 1 ? 'gets' : 'get'} better`] : []),
    ...(other ? [`${other} ${other === 1 ? 'changes' : 'change'}`] : []),
    ...(added ? [`${added} new`] : []),
    ...(removed ? [`${removed} no longer there`] : []),
  ];
  return `of ${plural(total, 'predicted case')}, ${parts.join(', ')}`;
}

/** `50 % europe-west1, 50 % us-central1; 50 % errors`, or a dash for a case that is not there. */
function outcomeText(row: Prediction | undefined): string {
  if (!row) return '-';
  const { errors, errorsMin, errorsMax, split } = row;
  if (errors === null || split.length === 0) return 'undefined';
  const { level, places } = columnsOfRow(row);
  const byPlace = placeShares(row, level);
  const shares = places.flatMap((place) => {
    const { share, min, max } = byPlace.get(place) ?? { share: 0 };
    const text = percentCell(share, min, max, '');
    return text === '' ? [] : [`${text} ${place}`];
  });
  const failing = hasErrors(row) ? [`${percentCell(errors, errorsMin, errorsMax)} errors`] : [];
  return [...(shares.length ? [shares.join(', ')] : []), ...failing].join('; ') || 'no requests';
}

function rowOf(change: ExplainedChange | undefined): Prediction | undefined {
  return change?.after ?? change?.before;
}

function gravity(changes: readonly ExplainedChange[]): number {
  return Math.min(...changes.map(({ kind }) => gravityOfKind[kind]));
}

/** A destination of which every case is new, or gone, is one line. */
function wholeOf(changes: readonly ExplainedChange[]): string | undefined {
  const isHealthy = changes.some((change) => rowOf(change)?.scenario === 'healthy');
  if (!isHealthy) return undefined;
  if (changes.every(({ kind }) => kind === 'removed')) return 'no longer there';
  if (!changes.every(({ kind }) => kind === 'added')) return undefined;
  const rows = changes.flatMap(({ after }) => after ?? []);
  const failing = rows.filter(hasErrors).length;
  const open = rows.filter(({ errors }) => errors === null).length;
  const without = open > 0 ? `, ${plural(open, 'case')} without a number` : '';
  return `new; requests fail in ${failing} of ${plural(rows.length - open, 'predicted case')}${without}`;
}
