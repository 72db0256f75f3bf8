import { expect, test } from '@jest/globals';
import { discoveryOf } from '../../../src/project/discovery.js';
import { withMistake } from '../../field/layout.mjs';
import { layouts } from '../../field/layouts/index.mjs';
import { describeReal } from '../describe-real.js';
import { pathOf, renderTree } from './on-disk.js';

const rendered = layouts.filter(({ files }) =>
  Object.keys(files).some((file) => /(?:^|\/)(?:kustomization\.ya?ml|Chart\.yaml)$/.test(file)),
);

describeReal('layouts with kustomizations and charts', ['kustomize', 'helm'], () => {
  const PATH = pathOf('kustomize', 'helm');

  test('there are some', () => {
    expect(rendered.length).toBeGreaterThanOrEqual(8);
  });

  test.each(rendered)('$name', async (layout) => {
    const project = await renderTree(layout.files, PATH);
    const { lint } = project.check();
    const severe = lint.findings.filter(({ severity }) => severity !== 'notice');
    expect(severe.map(({ rule, file, message }) => `${file}: ${rule}: ${message}`)).toEqual([]);
    expect(project.repository.notRendered.map(({ message }) => message)).toEqual([]);
    const { environments } = discoveryOf(project.repository);
    expect(environments.flatMap(({ name }) => name ?? [])).toEqual(
      layout.renderedEnvironments ?? layout.environments,
    );
    const { findings } = (await renderTree(withMistake(layout), PATH)).lint();
    const { rule, file } = layout.mistake;
    expect(findings.some((one) => one.rule === rule && one.file === file)).toBe(true);
  });
});
