import { changeOf, pairUp, type BehaviourChange } from './behaviour-change.js';
import type { Prediction } from './result.js';

/** What of a change is undone, by the number of the part: all of it, or some of its differences. */
export type UndoneParts = ReadonlyMap<number, 'all' | ReadonlySet<number>>;

/** Parts of a change that alter a row when they are undone. */
export interface RowCause {
  /** Each part by its number, with one of its differences; without one it is meant as a whole. */
  parts: { part: number; difference: number | undefined }[];
  /** False: each of the parts alters the row when it alone is undone. True: only all of them together do. */
  isTogether: boolean;
}

/** A change, taken apart. */
export interface UndoableChange {
  /** The rows before and after it that `evaluate` gives when all of it is undone, or nothing. */
  before: readonly Prediction[];
  after: readonly Prediction[];
  /** Of each part, how many differences it has that can be undone alone; 0: it is undone as a whole. */
  differences: readonly number[];
  /** The rows of the state after the change in which some of it is undone; undefined: that state cannot be evaluated. */
  evaluate: (undone: UndoneParts) => readonly Prediction[] | undefined;
  /** How often `evaluate` may be called. */
  budget: number;
}

/** The causes of rows, in the order of the changes. */
export interface RowCauses {
  /** Undefined where none was found. */
  causes: (RowCause | undefined)[];
  /** Whether the budget ended before everything was tried. */
  isCut: boolean;
}

/**
 * Finds what makes rows differ: the parts of a change without which a row would be as it was before, or closer to that. It undoes
 * each part alone; then each difference of the parts that matter; and where no part alone alters a row, it looks for the parts that
 * have to be undone together. The same change gives the same causes.
 */
export function causesOfRows(
  changes: readonly BehaviourChange[],
  undoable: UndoableChange,
): RowCauses {
  return new CauseSearch(changes, undoable).run();
}

/** How far a row goes back to what it was: 0 not at all, 1 a bit, 2 all the way. */
type Effect = 0 | 1 | 2;

class CauseSearch {
  readonly #known = new Map<string, readonly Effect[] | undefined>();
  #left: number;
  #isCut = false;
  readonly #changes: readonly BehaviourChange[];
  readonly #undoable: UndoableChange;

  constructor(changes: readonly BehaviourChange[], undoable: UndoableChange) {
    this.#changes = changes;
    this.#undoable = undoable;
    this.#left = undoable.budget;
  }

  run(): RowCauses {
    const { differences } = this.#undoable;
    const parts = differences.map((_, part) => part);
    // Without room for each of them none is tried.
    if (parts.length > this.#left)
      return { causes: this.#changes.map(() => undefined), isCut: true };
    const singles = parts.map((part) => this.#effects(new Map([[part, 'all']])));
    const causes = this.#changes.map((_, row): RowCause | undefined => {
      const most = Math.max(0, ...singles.map((effects) => effects?.[row] ?? 0));
      if (most === 0) return this.#together(row, parts);
      const causing = parts.filter((part) => singles[part]?.[row] === most);
      const inside = causing.map((part) => this.#within(row, part, new Map(), most as Effect));
      const [only] = inside;
      if (only && inside.length === 1) return only;
      // What needs several differences of a part is that part as a whole, where other parts do alone.
      return {
        parts: inside.flatMap((cause, index) =>
          cause.isTogether ? [{ part: causing[index]!, difference: undefined }] : cause.parts,
        ),
        isTogether: false,
      };
    });
    return { causes, isCut: this.#isCut };
  }

  /** The differences of a part that have the effect which the part has, with what else is undone. */
  #within(row: number, part: number, others: UndoneParts, wanted: Effect): RowCause {
    const count = this.#undoable.differences[part] ?? 0;
    const whole: RowCause = { parts: [{ part, difference: undefined }], isTogether: false };
    if (count === 0) return whole;
    // Without room for each of them none is tried, so that no cause depends on the order.
    const all = Array.from({ length: count }, (_, difference) => difference);
    const undoing = (some: readonly number[]): UndoneParts =>
      new Map([...others, [part, new Set(some)]]);
    if (!this.#hasRoom(all.map((difference) => undoing([difference])))) return whole;
    const alone = all.filter(
      (difference) => (this.#effects(undoing([difference]))?.[row] ?? 0) >= wanted,
    );
    if (alone.length > 0) {
      return { parts: alone.map((difference) => ({ part, difference })), isTogether: false };
    }
    // What also moved to another file may matter by its place.
    if ((this.#effects(undoing(all))?.[row] ?? 0) < wanted) return whole;
    const needed = this.#smallest(row, all, undoing, wanted);
    if (!needed) return whole;
    return { parts: needed.map((difference) => ({ part, difference })), isTogether: true };
  }

  /** The parts that alter a row only together; none of them can be left out. */
  #together(row: number, parts: readonly number[]): RowCause | undefined {
    const undoing = (some: readonly number[]): UndoneParts =>
      new Map(some.map((part) => [part, 'all'] as const));
    const wanted = this.#effects(undoing(parts))?.[row] ?? 0;
    if (wanted === 0) return undefined;
    const needed = this.#smallest(row, parts, undoing, wanted);
    if (!needed) return undefined;
    const found = needed.flatMap((part) => {
      const others = undoing(needed.filter((other) => other !== part));
      const { parts: own, isTogether } = this.#within(row, part, others, wanted);
      const [first, second] = own;
      // Several that would do are one part of the change.
      return first && (isTogether || !second) ? own : [{ part, difference: undefined }];
    });
    return { parts: found, isTogether: found.length > 1 };
  }

  /** Takes out of what is undone whatever is not needed for the effect; undefined: the budget has ended. */
  #smallest(
    row: number,
    all: readonly number[],
    undoing: (some: readonly number[]) => UndoneParts,
    wanted: Effect,
  ): number[] | undefined {
    let needed = [...all];
    for (const one of all) {
      const fewer = needed.filter((other) => other !== one);
      const undone = undoing(fewer);
      if (!this.#hasRoom([undone])) return undefined;
      if ((this.#effects(undone)?.[row] ?? 0) >= wanted) needed = fewer;
    }
    return needed;
  }

  /** Whether all of these can still be evaluated. */
  #hasRoom(undone: readonly UndoneParts[]): boolean {
    const unknown = undone.filter((one) => !this.#known.has(keyOf(one))).length;
    if (unknown <= this.#left) return true;
    this.#isCut = true;
    return false;
  }

  /** What undoing does to each row; undefined where that cannot be evaluated. */
  #effects(undone: UndoneParts): readonly Effect[] | undefined {
    const key = keyOf(undone);
    if (!this.#known.has(key)) {
      if (!this.#hasRoom([undone])) return undefined;
      this.#left--;
      const rows = this.#undoable.evaluate(undone);
      this.#known.set(key, rows && this.#effectsOf(rows));
    }
    return this.#known.get(key);
  }

  /** How far the rows of a table go back from what the change made of them to what they were. */
  #effectsOf(rows: readonly Prediction[]): Effect[] {
    const partners = (table: readonly Prediction[]) =>
      new Map(pairUp(rows, table).map(([row, other]) => [other, row] as const));
    const ofBefore = partners(this.#undoable.before);
    const ofAfter = partners(this.#undoable.after);
    return this.#changes.map(({ before, after }): Effect => {
      const row = after ? ofAfter.get(after) : before && ofBefore.get(before);
      if (changeOf(row, after) === 'same') return 0;
      if (changeOf(before, row) === 'same') return 2;
      if (!before || !row) return 0;
      if (!after) return 1;
      return distance(row, before) < distance(after, before) - noticeable ? 1 : 0;
    });
  }
}

function keyOf(undone: UndoneParts): string {
  return [...undone]
    .sort(([a], [b]) => a - b)
    .map(([part, what]) => `${part}:${what === 'all' ? what : [...what].join()}`)
    .join(' ');
}

const noticeable = 0.0005;

/** How much two predictions of a case differ: by errors, by where requests go, and by how certain that is. */
function distance(one: Prediction, other: Prediction): number {
  if (one.errors === null || other.errors === null) {
    return one.errors === other.errors ? 0 : Infinity;
  }
  const places = new Set([...one.split, ...other.split].map(({ locality }) => locality));
  const share = ({ split }: Prediction, place: string) =>
    split.find(({ locality }) => locality === place)?.share ?? 0;
  const moved = [...places].map((place) => Math.abs(share(one, place) - share(other, place)));
  const range = ({ errors, errorsMin, errorsMax }: Prediction) =>
    (errorsMax ?? errors ?? 0) - (errorsMin ?? errors ?? 0);
  return [
    // What fails weighs more than where it goes.
    3 * Math.abs(one.errors - other.errors),
    Math.abs(range(one) - range(other)),
    Math.abs(one.weight - other.weight),
    ...moved,
  ].reduce((sum, value) => sum + value, 0);
}
