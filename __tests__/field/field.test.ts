import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { discoveryOf } from '../../src/project/discovery.js';
import { Project } from '../../src/project/project.js';
import { withMistake } from './layout.mjs';
import { layouts } from './layouts/index.mjs';

test('there are at least 25 layouts, each with a name of its own', () => {
  expect(new Set(layouts.map(({ name }) => name)).size).toBe(layouts.length);
  expect(layouts.length).toBeGreaterThanOrEqual(25);
});

test('the documentation says what happens in each', () => {
  const page = readFileSync(new URL('../../docs/repositories.md', import.meta.url), 'utf8');
  const named = [...page.matchAll(/^\*\*[^*]+\*\* \(([^)]+)\)/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([\w-]+)`/g)].map(([, name]) => name),
  );
  expect(named.sort()).toEqual(layouts.map(({ name }) => name).sort());
});

describe.each(layouts)('$name', (layout) => {
  const project = Project.of({ files: layout.files });

  test('the units and environments are those that are deployed', () => {
    const { environments, units } = discoveryOf(project.repository);
    expect(units.map(({ id }) => id)).toEqual(layout.units);
    expect(environments.flatMap(({ name }) => name ?? [])).toEqual(layout.environments);
  });

  test('nothing is wrong with it', () => {
    const { lint } = project.check();
    const severe = lint.findings.filter(({ severity }) => severity !== 'notice');
    expect(severe.map(({ rule, file, message }) => `${file}: ${rule}: ${message}`)).toEqual([]);
    const notices = new Set(lint.findings.map(({ rule }) => rule));
    expect([...notices].sort()).toEqual(layout.notices ?? []);
  });

  test('a mistake is found where it is, and nothing else is taken for one', () => {
    const { findings } = Project.of({ files: withMistake(layout) }).lint();
    const { rule, file, effects = [] } = layout.mistake;
    const errors = findings.filter(({ severity }) => severity === 'error');
    const own = errors.filter((one) => !effects.includes(one.rule));
    expect([...new Set(own.map((one) => `${one.rule} ${one.file}`))]).toEqual([`${rule} ${file}`]);
    expect([...new Set(errors.map((one) => one.rule))].sort()).toEqual([rule, ...effects].sort());
  });
});
