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
  expect(rows).toHaveLength(1);
  expect([...(rows[0]?.outcomes() ?? [])].flat()).toHaveLength(603);
});

test('endpoints, each in a zone of its own: the place is where the host is named', () => {
  const message = refusalOf(() => projectOf({ endpoints: 5000 }).lint());
  expect(message).toMatch(
    /^shop\/all\.yaml:10:\d+: web-0\.shop-0\.svc\.cluster\.local has 10000 endpoints, and every client/,
  );
  expect(message).toMatch(/Declare fewer clusters, clients or scenarios/);
});

test('error rates, each of which is run over time', () => {
  expect(refusalOf(() => projectOf({ errorRates: 1000 }).check())).toContain(
    'with error rates, which are run over time, all predictions together look at more than 1,500,000 endpoints',
  );
});

test('a table that was predicted once is read again without being counted again', () => {
  const { table, rows } = projectOf({ clusters: 45 }).check();
  const read = [...table].flatMap(({ outcomes }) => [...outcomes()].flat());
  expect(read).toHaveLength(rows.length);
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
