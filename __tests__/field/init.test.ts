import { describe, expect, test } from '@jest/globals';
import { configText } from '../../src/cli/init/config-text.js';
import { discoveryOf } from '../../src/project/discovery.js';
import { identityOf } from '../../src/units/identity.js';
import { Project } from '../../src/project/project.js';
import { withMistake } from './layout.mjs';
import { layouts } from './layouts/index.mjs';

/** `severity rule file`, each once and sorted. */
function findingsOf(project: Project): string[] {
  const { findings } = project.check().lint;
  return [
    ...new Set(findings.map(({ severity, rule, file }) => `${severity} ${rule} ${file}`)),
  ].sort();
}

/** What a new user gets: the configuration that `init` writes, and then a check with it. */
describe.each(layouts)('init in $name', (layout) => {
  const before = Project.of({ files: layout.files });
  const config = configText(before);
  const after = Project.of({ files: layout.files, config });

  test('leads to a check without false errors', () => {
    const severe = findingsOf(after).filter((one) => !one.startsWith('notice'));
    // With declared clusters it is known that what is installed beside the applications runs in all of them.
    expect(severe.filter((one) => !/^warning failover-policy-missing /.test(one))).toEqual([]);
  });

  test('keeps the environments, and what each of them holds', () => {
    const held = (project: Project) =>
      project.repository.environments.map(({ name, documents }) => [
        name,
        [
          ...new Set(
            documents.map(
              ({ document, namespace, namespaceSource }) =>
                `${document.file} ${identityOf(document)?.name ?? '-'} ${namespaceSource === 'unknown' ? '?' : namespace}`,
            ),
          ),
        ].sort(),
      ]);
    expect(held(after)).toEqual(held(before));
  });

  test('keeps the clusters, and names one for each region where no folder is one', () => {
    const clusters = (project: Project) =>
      discoveryOf(project.repository).environments.map((environment) =>
        environment.clusters.map(({ name, locality = null }) => `${name} ${locality ?? ''}`),
      );
    const [found, declared] = [clusters(before), clusters(after)];
    found.forEach((names, index) => {
      if (names.length > 0) expect(declared[index]).toEqual(names);
      else if (config.includes('\nenvironments:')) expect(declared[index]).not.toEqual([]);
    });
  });

  test('hides no mistake', () => {
    const { rule, file } = layout.mistake;
    const found = Project.of({ files: withMistake(layout), config }).lint().findings;
    expect(found.map((one) => `${one.rule} ${one.file}`)).toContain(`${rule} ${file}`);
  });

  test('gives numbers that are numbers', () => {
    for (const { prediction } of after.check().rows) {
      const { errors, split, unanswered } = prediction;
      if (errors === null) continue;
      const sum = split.reduce((total, { share }) => total + share, unanswered ?? 0);
      expect(sum).toBeCloseTo(1, 6);
    }
  });
});
