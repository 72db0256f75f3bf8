/** What holds for every object that the differential test makes, without the cluster that it asks. */
import { expect, test } from '@jest/globals';
import { topics, validate, type AdmissionProblem } from '../../src/admission/validate.js';
import { makeCase } from '../real/admission/cases.js';

const cases = Array.from({ length: 3000 }, (_, index) => makeCase(5, index));
const problems = cases.flatMap(({ kind, object }) => validate(kind, object));

test('a verdict never throws, and changes nothing in the object', () => {
  for (const { kind, object } of cases.slice(0, 300)) {
    const before = JSON.stringify(object);
    validate(kind, object);
    expect(JSON.stringify(object)).toBe(before);
  }
});

test('every topic comes up', () => {
  const seen = new Set(problems.map(({ topic }) => topic));
  // These two are about the type of the object, which `validateTypeMeta` looks at.
  const elsewhere = ['api-version', 'kind'];
  expect(topics.filter((topic) => !seen.has(topic) && !elsewhere.includes(topic))).toEqual([]);
});

test('messages are sentences for people, on one line', () => {
  const wrong = problems.filter(({ message }: AdmissionProblem) =>
    /undefined|NaN|\[object/.test(message),
  );
  expect(wrong).toEqual([]);
});
