import { expect, test } from '@jest/globals';
import { formats } from '../../src/report/formats.js';
import { rules } from '../../src/rules/index.js';
import { heldTable, whole } from './held-table.js';
import { finding, hostileTexts, lintResult, prediction, results } from './hostile.js';
import { elementsOf } from './xml-elements.js';

const plain = { color: false, quiet: false };

test('an error fails, everything else passes', () => {
  const findings = [
    finding('x', { message: 'It is 10.\nSet it to 100.' }),
    finding('y', { severity: 'warning', rule: 'gateway-exists' }),
  ];
  const predictions = heldTable([prediction('p')]);
  const all = { ...results('x'), lint: lintResult(findings), predictions };
  const xml = whole(formats.junit(all, plain));
  elementsOf(xml);
  const tests = String(rules.length);
  expect(xml).toContain(`<testsuite name="rules" tests="${tests}" failures="1" errors="0"`);
  expect(xml).toContain(`
    <testcase classname="max-ejection-percent-100" name="mesh/x.yaml:3:5" file="mesh/x.yaml" line="3" time="0">
      <failure type="error" message="It is 10. Set it to 100.">mesh/x.yaml:3:5 error: It is 10.
Set it to 100.
x.yaml:3:5 because of x</failure>
    </testcase>
`);
  expect(xml).toContain('<system-out>mesh/y.yaml:3:5 warning: Said of y.');
  expect(xml).toMatch(/<testcase classname="subset-exists" name="[^"]+" time="0"\/>/);
  expect(xml).toContain(`
    <testcase classname="p:80 p for p" name="p, clients in p" time="0">
      <system-out>p 50 %; errors 50 %</system-out>
`);
});

test('what is not known is said', () => {
  const row = prediction('p', { errors: null, split: [], subset: null, publicHost: null });
  const all = { ...results('x'), lint: undefined, predictions: heldTable([row]) };
  const xml = whole(formats.junit(all, plain));
  expect(elementsOf(xml)).toEqual(['testsuites', 'testsuite', 'testcase', 'skipped']);
  expect(xml).toContain('tests="1" failures="0" errors="0" skipped="1"');
  expect(xml).toContain('<testcase classname="p:80" name="p, clients in p" time="0">');
});

test('what was not evaluated is skipped', () => {
  const findings = ['not-rendered', 'not-modelled', 'nothing-predicted'].map((rule) =>
    finding('x', { rule, severity: 'warning', message: `Not checked: ${rule}.` }),
  );
  const lint = { ...lintResult(findings) };
  lint.summary = { ...lint.summary, predicted: 0 };
  const xml = whole(formats.junit({ ...results('x'), lint, predictions: heldTable([]) }, plain));
  expect(xml).toContain('<skipped message="Not checked: not-rendered."/>');
  expect(xml).toMatch(
    /classname="no-errors-in-single-outage"[^>]*>\s*<skipped message="no case was predicted"/,
  );
  expect(xml).toContain('failures="0" errors="0" skipped="10"');
});

test.each([...hostileTexts, '\ud83d', '\ufffe]]>'])('%j stays text', (hostile) => {
  const names = elementsOf(whole(formats.junit(results(hostile), plain)));
  expect(names).toEqual(elementsOf(whole(formats.junit(results('x'), plain))));
});
