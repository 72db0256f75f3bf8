import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readInputs } from '../../src/action/inputs.js';

const before = process.env;

beforeEach(() => {
  process.env = { PATH: before['PATH'] };
});

afterEach(() => {
  process.env = before;
});

function set(inputs: Record<string, string>): void {
  for (const [name, value] of Object.entries(inputs)) {
    process.env[`INPUT_${name.toUpperCase()}`] = value;
  }
}

test('every input has a default', () => {
  expect(readInputs()).toEqual({
    mode: 'auto',
    controllersPaused: false,
    despitePrediction: false,
    render: false,
    paths: [],
    config: undefined,
    workingDirectory: '.',
    failOn: 'error',
    allowEmpty: false,
    dryRun: false,
    planPullRequests: false,
    deploymentEnvironment: undefined,
    onlyChanged: false,
    summary: true,
    comment: 'auto',
    prune: false,
    forceConflicts: false,
    takeOver: false,
    createNamespaces: false,
    acceptChanges: false,
    rollback: { lastApply: false, keep: false },
    evacuation: { restore: false, expired: false },
  });
});

test.each([
  ['.', []],
  ['mesh', ['mesh']],
  ['  mesh   gateways/*.yaml ', ['mesh', 'gateways/*.yaml']],
  ['mesh\n\nmy gateways\r\n.', ['mesh', 'my gateways', '.']],
  ['./', ['./']],
])('paths %j', (paths, expected) => {
  set({ paths });
  expect(readInputs().paths).toEqual(expected);
});

test.each([
  [
    'mode',
    'aply',
    /input mode takes auto, check, plan, apply, drift, evacuate, rollback, drill, drill-restore, not "aply"; did you mean "apply"\?/,
  ],
  ['comment', 'allways', /input comment takes auto, always, never.* did you mean "always"\?/],
  ['fail-on', 'none', /input fail-on takes error, warning, notice/],
  ['dry-run', 'server', /input dry-run takes true or false/],
  ['paths', '-', /no standard input/],
  ['prune', 'yes', /input prune takes true or false/],
  ['prune-limit', '-1', /input prune-limit takes a whole number, not "-1"/],
  ['lock-timeout', '1m', /input lock-timeout takes a whole number, not "1m"/],
  [
    'strategy',
    'paralel',
    /input strategy takes one-cluster-first, parallel, not "paralel"; did you mean "parallel"/,
  ],
  ['keep', 'true', /keep: true needs a reason/],
  ['environment-url', 'https://shop.example', /name it with deployment-environment/],
])('a wrong %s', (name, value, message) => {
  set({ [name]: value });
  expect(() => readInputs()).toThrow(message);
});

test.each(['shop.example', 'javascript:alert(1)', 'https://user:secret@shop.example'])(
  'the address of an environment is no %s',
  (address) => {
    set({ 'deployment-environment': 'production', 'environment-url': address });
    expect(() => readInputs()).toThrow(/environment-url takes an address of http or https/);
  },
);

test('how clusters are written is what the command line takes', () => {
  set({ prune: 'true', 'prune-limit': '3', 'lock-timeout': '0', strategy: 'parallel' });
  expect(readInputs()).toMatchObject({
    ...{ prune: true, pruneLimit: 3, lockTimeout: 0, strategy: 'parallel' },
    ...{ forceConflicts: false, takeOver: false },
  });
});

test('what a rollback is to do is not contradictory', () => {
  set({ keep: 'true', reason: ' see incident 12 ' });
  expect(readInputs().rollback).toEqual({
    lastApply: false,
    keep: true,
    reason: 'see incident 12',
  });
  set({ 'last-apply': 'true' });
  expect(() => readInputs()).toThrow(/keep: true restores nothing/);
});
