// @ts-check
/** Which tests a mutant gets. */

/** @typedef {import('./list.mjs').Mutant} Mutant */
/** @typedef {import('./worker.mjs').Coverage} Coverage */
/** @typedef {import('./worker.mjs').TestCoverage} TestCoverage */
/** @typedef {{ plan: import('./worker.mjs').Plan, tests: number, seconds: number, calls: number, isAtLoad: boolean }} Planned */

/** Of tests that are not of the mutant's own folder, the fastest ones. */
const MOST_SECONDS = 5;

export class Plans {
  /**
   * @param {readonly Mutant[]} mutants
   * @param {Coverage} coverage
   */
  constructor(mutants, coverage) {
    this.mutants = mutants;
    this.coverage = coverage;
    /** @type {Map<number, TestCoverage[]>} */
    this.meeting = new Map();
    for (const test of coverage.tests) {
      for (const number of test.met) {
        const all = this.meeting.get(number);
        if (all) all.push(test);
        else this.meeting.set(number, [test]);
      }
    }
    this.atLoad = new Set(coverage.files.flatMap(({ met }) => met));
  }

  /**
   * @param {Mutant} mutant
   * @returns {Planned} the tests that meet it: those of its folder, then the fastest others
   */
  of({ number, file, isTop }) {
    return planned(this.meeting.get(number) ?? [], file, isTop || this.atLoad.has(number));
  }

  /**
   * @param {Mutant} mutant
   * @returns {Planned} the tests that meet it, and for what runs while modules are loaded all that meet its file
   */
  whole(mutant) {
    const own = this.meeting.get(mutant.number) ?? [];
    // A module that a test loads while it runs is met by that test alone, whichever others use it.
    if (!mutant.isTop && !this.atLoad.has(mutant.number)) return planned(own, mutant.file, false);
    const loading = new Set(
      this.coverage.files.filter(({ met }) => met.includes(mutant.number)).map(({ file }) => file),
    );
    const near = new Set(
      this.mutants.filter(({ file }) => file === mutant.file).map(({ number }) => number),
    );
    // Which files load a module again is not known: it is loaded once.
    const wanted = (/** @type {TestCoverage} */ { file, met }) =>
      loading.has(file) || isOwn(file, mutant.file) || met.some((number) => near.has(number));
    return planned(this.coverage.tests.filter(wanted), mutant.file, true);
  }
}

/**
 * @param {readonly TestCoverage[]} all
 * @param {string} mutated the file
 * @param {boolean} isAtLoad
 * @returns {Planned}
 */
function planned(all, mutated, isAtLoad) {
  let seconds = 0;
  const tests = all
    .toSorted((a, b) => a.seconds - b.seconds)
    .filter((test) => {
      if (isOwn(test.file, mutated)) return true;
      seconds += test.seconds;
      return seconds <= MOST_SECONDS;
    });
  /** @type {Map<string, { tests: number[], seconds: number }>} */
  const byFile = new Map();
  for (const { file, place, seconds: own } of tests) {
    const known = byFile.get(file) ?? { tests: [], seconds: 0 };
    known.tests.push(place);
    known.seconds += own;
    byFile.set(file, known);
  }
  return {
    plan: [...byFile]
      .toSorted(
        ([a, one], [b, two]) =>
          Number(isOwn(b, mutated)) - Number(isOwn(a, mutated)) || one.seconds - two.seconds,
      )
      .map(([file, own]) => ({ file, tests: own.tests })),
    tests: tests.length,
    seconds: tests.reduce((sum, test) => sum + test.seconds, 0),
    calls: tests.reduce((sum, test) => sum + test.calls, 0),
    isAtLoad,
  };
}

/**
 * Whether a test is of the folder of a mutated file.
 *
 * @param {string} test
 * @param {string} mutated
 */
function isOwn(test, mutated) {
  const [, folder = ''] = mutated.split('/');
  return test.includes(`/__tests__/${folder}/`);
}
