import { expect, test } from '@jest/globals';
import { fixtureCases } from '../../scripts/rule-fixtures.mjs';
import { rules } from '../../src/rules/index.js';
import { checkFiles } from './check-files.js';

const UNRELATED = `apiVersion: v1
kind: Service
metadata: {name: unrelated, namespace: elsewhere}
spec: {selector: {app: unrelated}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: unrelated, namespace: elsewhere}
spec:
  hosts: [unrelated]
  http: [{route: [{destination: {host: unrelated}}]}]
`;

const byObject = rules.filter(({ needs, category }) => {
  return needs === 'object' && category !== 'admission';
});

/** Each takes something away from the tree or adds it, and none is a reason for silence. */
test.each(byObject.map(({ name }) => name))(
  '%s is not silenced by unrelated objects',
  async (rule) => {
    for (const { verdict, files } of fixtureCases(rule)) {
      if (verdict !== 'bad') continue;
      const own = Object.fromEntries(files.map(({ file, text }) => [file, text]));
      // Settings for rules and what the mesh configuration says are a part of the case.
      const { findings } = checkFiles({ ...own, 'unrelated.yaml': UNRELATED });
      expect(findings.map((finding) => finding.rule)).toContain(rule);
    }
  },
);
