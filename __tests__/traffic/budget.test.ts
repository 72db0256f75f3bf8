import { expect, test } from '@jest/globals';
import { UserError } from '../../src/foundation/errors.js';
import { Project } from '../../src/project/project.js';
import { grown } from '../fuzz/grown.mjs';

/** What is the product of lists is refused before it is made, with the place and the numbers. */

const now = new Date('2026-11-01');

function projectOf(counts: Parameters<typeof grown>[0]): Project {
  const { manifest, config } = grown(counts);
  return Project.of({ files: { 'shop/all.yaml': manifest }, config, now });
}

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  return 'not refused';
}

test('clients, scenarios and regions: a table that is too large names its numbers', () => {
  const project = projectOf({ clusters: 200, workloads: 0 });
  expect(refusalOf(() => project.check())).toBe(
    'the predicted table would have 120,600 rows, of 200 destinations for 200 clients in 603 scenarios, and 24,361,200 numbers; no more than ' +
      '2,500,000 can be shown. Name some of the hosts, clients or scenarios, declare fewer of them in mesh-failover.yaml, or look at some of the folders at a time.',
  );
  // What is asked for by name has its numbers.
  const rows = [...project.table(undefined, { isMeant: ({ client }) => client.name === 'c7' })];
  const cases = rows.flatMap(({ outcomes }) => [...outcomes()].flat());
  expect(new Set(cases.map(({ scenario }) => scenario)).size).toBe(603);
});

test('a table that was predicted once is read again without being counted again', () => {
  const { table, rows } = projectOf({ clusters: 45 }).check();
  const read = [...table].flatMap(({ outcomes }) => [...outcomes()].flat());
  expect(read.length).toBe(rows.length);
  expect(rows.length).toBeGreaterThan(5000);
});

test('a large mesh of services that are alike is no problem', () => {
  const { lint } = projectOf({
    services: 300,
    destinationRules: 300,
    virtualServices: 300,
  }).check();
  expect(lint.summary.predicted).toBeGreaterThan(4000);
});
