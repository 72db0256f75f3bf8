import { describe, expect, test } from '@jest/globals';
import { behaviourChanges } from '../../src/traffic/behaviour-change.js';
import type { Prediction } from '../../src/traffic/result.js';
import { causesOfRows, type UndoneParts } from '../../src/traffic/row-causes.js';

/** A row whose requests fail to this degree; null: not known. */
function row(host: string, errors: number | null, more: Partial<Prediction> = {}): Prediction {
  return {
    ...{
      host,
      port: 80,
      subset: '',
      publicHost: 'x',
      route: '',
      client: 'a',
      clientKind: 'gateway',
    },
    ...{
      clientLocality: 'r',
      scenario: 'healthy',
      weight: 1,
      unanswered: 0,
      errors,
      determined: true,
    },
    split: [{ locality: 'r', share: 1 }],
    ...more,
  } as Prediction;
}

const hosts = (values: (number | null)[]) =>
  values.map((errors, index) => row(`h${index}`, errors));

/** Finds causes where `errorsOf` gives the errors of each row by what is undone, written `0 1:2,3`. */
function find(
  before: (number | null)[],
  after: (number | null)[],
  differences: number[],
  errorsOf: (undone: string) => (number | null)[] | undefined,
  budget = 100,
) {
  let calls = 0;
  const [then, now] = [hosts(before), hosts(after)];
  const { changes } = behaviourChanges(then, now);
  const found = causesOfRows(changes, {
    ...{ before: then, after: now, differences, budget },
    evaluate: (undone: UndoneParts) => {
      calls += 1;
      const text = [...undone]
        .sort(([a], [b]) => a - b)
        .map(([part, what]) => (what === 'all' ? `${part}` : `${part}:${[...what].sort().join()}`))
        .join(' ');
      const errors = errorsOf(text);
      return errors && hosts(errors);
    },
  });
  const causes = found.causes.map(
    (cause) =>
      cause &&
      cause.parts
        .map(({ part, difference }) => `${part}${difference === undefined ? '' : `:${difference}`}`)
        .join(cause.isTogether ? ' and ' : ' or '),
  );
  return {
    changes: changes.map((each) => each.after?.host ?? each.before?.host),
    causes,
    calls,
    isCut: found.isCut,
  };
}

describe('the cause of a row', () => {
  test('is the part without which it is as before', () => {
    const found = find([0, 0], [1, 0.5], [0, 0, 0], (undone) =>
      undone === '1' ? [0, 0.5] : undone === '2' ? [1, 0] : [1, 0.5],
    );
    expect(found).toMatchObject({ changes: ['h0', 'h1'], causes: ['1', '2'], isCut: false });
  });

  test('is each of several that would do, and the stronger one where they differ', () => {
    expect(find([0], [1], [0, 0], () => [0]).causes).toEqual(['0 or 1']);
    expect(find([0], [1], [0, 0], (undone) => (undone === '0' ? [0.4] : [0])).causes).toEqual([
      '1',
    ]);
    expect(find([0], [1], [0, 0], (undone) => (undone === '0' ? [0.4] : [1])).causes).toEqual([
      '0',
    ]);
  });

  test('is a difference of the part where one alone does it', () => {
    const found = find([0], [1], [3], (undone) => (['0', '0:1'].includes(undone) ? [0] : [1]));
    expect(found.causes).toEqual(['0:1']);
    const two = find([0], [1], [3], (undone) => (['0', '0:0', '0:2'].includes(undone) ? [0] : [1]));
    expect(two.causes).toEqual(['0:0 or 0:2']);
  });

  test('is several differences together where none alone does it, and no more than needed', () => {
    const found = find([0], [1], [4], (undone) => {
      const [, list = ''] = undone.split(':');
      const all = undone === '0' || (list.includes('1') && list.includes('3'));
      return all ? [0] : [1];
    });
    expect(found.causes).toEqual(['0:1 and 0:3']);
  });

  test('is the whole part where its differences do not do it', () => {
    expect(find([0], [1], [2], (undone) => (undone === '0' ? [0] : [1])).causes).toEqual(['0']);
  });

  test('is several parts together where none alone does it', () => {
    const together = (undone: string) =>
      undone.split(' ').includes('0') && undone.split(' ').includes('2') ? [0] : [1];
    expect(find([0], [1], [0, 0, 0], together).causes).toEqual(['0 and 2']);
    const inside = (undone: string) =>
      /(?:^| )0(?: |$)/.test(undone) && /(?:^| )1(?::1)?(?: |$)/.test(undone) ? [0] : [1];
    expect(find([0], [1], [0, 2], inside).causes).toEqual(['0 and 1:1']);
  });

  test('of differences together in one of several parts is that part as a whole', () => {
    const found = find([0], [1], [2, 0], (undone) =>
      ['0', '0:0,1', '1'].includes(undone) ? [0] : [1],
    );
    expect(found.causes).toEqual(['0 or 1']);
  });

  test('is none where undoing everything changes nothing, or cannot be evaluated', () => {
    expect(find([0], [1], [0, 0], () => [1]).causes).toEqual([undefined]);
    expect(find([0], [1], [0, 0], () => undefined).causes).toEqual([undefined]);
    expect(find([0], [1], [0, 0], (undone) => (undone === '0' ? undefined : [0])).causes).toEqual([
      '1',
    ]);
  });

  test('counts what goes back a bit, by errors, by where requests go and by how certain that is', () => {
    const closer = (now: number | null, then: number | null, undone: number | null) =>
      find([then], [now], [0], () => [undone]).causes[0];
    expect(closer(1, 0, 0.999)).toBe('0');
    expect(closer(1, 0, 0.9999)).toBeUndefined();
    expect(closer(0.5, 0, 0.6)).toBeUndefined();
    expect(closer(null, 0, 0.5)).toBe('0');
    expect(closer(0.5, null, 0.2)).toBeUndefined();
    expect(closer(0.5, 0, null)).toBeUndefined();
  });

  test.each<[string, Partial<Prediction>, Partial<Prediction>, boolean]>([
    [
      'the share of a place',
      { split: [{ locality: 's', share: 1 }] },
      {
        split: [
          { locality: 's', share: 0.5 },
          { locality: 'r', share: 0.5 },
        ],
      },
      true,
    ],
    [
      'another place',
      { split: [{ locality: 's', share: 1 }] },
      { split: [{ locality: 't', share: 1 }] },
      false,
    ],
    [
      'the range of errors',
      { determined: false, errorsMin: 0, errorsMax: 0.8 },
      { determined: false, errorsMin: 0, errorsMax: 0.4 },
      true,
    ],
    [
      'a wider range of errors',
      { determined: false, errorsMin: 0, errorsMax: 0.4 },
      { determined: false, errorsMin: 0, errorsMax: 0.8 },
      false,
    ],
    ['the weight', { weight: 0.2 }, { weight: 0.6 }, true],
    ['less weight', { weight: 0.6 }, { weight: 0.2 }, false],
  ])('is closer by %s', (_, now, undone, is) => {
    const before = [row('h', 0)];
    const after = [row('h', 0, now)];
    const { changes } = behaviourChanges(before, after);
    expect(changes).toHaveLength(1);
    const found = causesOfRows(changes, {
      ...{ before, after, differences: [0], budget: 9 },
      evaluate: () => [row('h', 0, undone)],
    });
    expect(found.causes[0] !== undefined).toBe(is);
  });

  test('of a case that is new or gone is what takes it away or brings it back', () => {
    const [before, after] = [[row('old', 0)], [row('new', 1)]];
    const { changes } = behaviourChanges(before, after);
    const found = causesOfRows(changes, {
      ...{ before, after, differences: [0, 0], budget: 9 },
      evaluate: (undone) => (undone.has(0) ? [] : [row('new', 1), row('old', 0.5)]),
    });
    const byHost = Object.fromEntries(
      changes.map(({ before: then, after: now }, index) => [
        now?.host ?? then?.host,
        found.causes[index]?.parts.map(({ part }) => part),
      ]),
    );
    expect(byHost).toEqual({ new: [0], old: [1] });
  });
});

describe('the budget', () => {
  test('is at least one for each part, or nothing is tried', () => {
    const small = find([0], [1], [0, 0, 0], () => [0], 2);
    expect(small).toMatchObject({ causes: [undefined], calls: 0, isCut: true });
    expect(find([0], [1], [0, 0, 0], () => [0], 3)).toMatchObject({
      causes: ['0 or 1 or 2'],
      calls: 3,
      isCut: false,
    });
  });

  test('that ends inside a part leaves the part as a whole', () => {
    const only = (undone: string) => (['0', '0:1'].includes(undone) ? [0] : [1]);
    expect(find([0], [1], [3], only, 3)).toMatchObject({ causes: ['0'], calls: 1, isCut: true });
    expect(find([0], [1], [3], only, 4)).toMatchObject({ causes: ['0:1'], calls: 4, isCut: false });
  });

  test('that ends while parts are tried together leaves the row without a cause', () => {
    const together = (undone: string) => (undone === '0 1 2 3' ? [0] : [1]);
    expect(find([0], [1], [0, 0, 0, 0], together, 5)).toMatchObject({
      causes: [undefined],
      isCut: true,
    });
    expect(find([0], [1], [0, 0, 0, 0], together, 100)).toMatchObject({
      ...{ causes: ['0 and 1 and 2 and 3'], isCut: false },
    });
  });

  test('is spent once on what is asked for again', () => {
    const found = find([0, 0, 0], [1, 1, 1], [0, 0], (undone) =>
      undone === '0 1' ? [0, 0, 0] : [1, 1, 1],
    );
    expect(found).toMatchObject({ causes: ['0 and 1', '0 and 1', '0 and 1'], calls: 3 });
  });
});
