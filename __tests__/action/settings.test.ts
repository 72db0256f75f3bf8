/** A setting that command line and Action have is declared once: action.yml says the same as the help. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ownInputs } from '../../src/action/own-inputs.js';
import type { Command } from '../../src/cli/command.js';
import { commands } from '../../src/cli/commands.js';
import { commonHelp, commonOptions } from '../../src/cli/common-options.js';
import {
  inputDescription,
  sharedSettings,
  type Setting,
  type SharedSetting,
} from '../../src/work/options.js';

const { inputs } = parse(readFileSync('action.yml', 'utf8')) as {
  inputs: Record<string, { description: string; default: string }>;
};
const both: SharedSetting[] = Object.values(sharedSettings);
const all: (Setting & { input: string })[] = [...both, ...Object.values(ownInputs)];

test('the Action has exactly the declared inputs', () => {
  const names = new Set(all.map(({ input }) => input));
  expect([...names].sort()).toEqual(Object.keys(inputs).sort());
});

test.each(all)(
  'the default of $input is the declared one',
  ({ input, otherwise, choices, type }) => {
    expect(inputs[input]?.default).toBe(otherwise ?? '');
    if (type === 'choice' && otherwise !== 'false') expect(choices?.[0]).toBe(otherwise);
  },
);

test.each([...new Set(both.map(({ input }) => input))])(
  'action.yml describes %s in the words of the help',
  (name) => {
    const settings = both.filter(({ input }) => input === name);
    expect(inputs[name]?.description).toBe(inputDescription(settings));
  },
);

describe('the command line', () => {
  const loaded: Command[] = [];

  beforeAll(async () => {
    for (const { load } of commands) loaded.push(await load());
  });

  test.each(both)('has --$option, with the same words', ({ option, help, type }) => {
    const found = loaded
      .map((command) => {
        const options: Command['options'] = { ...commonOptions, ...command.options };
        return { options, help: [...commonHelp(''), ...command.help] };
      })
      .filter((command) =>
        command.help.some(
          ({ term, text }) => term.startsWith(`--${option}`) && text.startsWith(help),
        ),
      );
    expect(found.length).toBeGreaterThan(0);
    for (const { options } of found) {
      expect(options[option]?.type).toBe(type === 'flag' ? 'boolean' : 'string');
      expect(options[option]?.multiple === true).toBe(type === 'list');
    }
  });

  test('declares no option of its own that the Action has as an input of that name', () => {
    // The option chooses to render; the input only permits what the configuration chooses.
    const shared = new Set(['render', ...both.map(({ option }) => option)]);
    const names = loaded.flatMap(({ options }) => Object.keys(options));
    const doubled = names.filter((name) => Object.hasOwn(inputs, name) && !shared.has(name));
    expect(doubled).toEqual([]);
  });
});
