/** Our reading of YAML against Go's, on a sample. The whole run: `npm run goyaml`. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as reader from '../../../src/manifest/yaml/index.js';
import { seededRandom } from '../../../src/traffic/random.js';
import { Draw } from '../../fuzz/draw.mjs';
import { pathOfPart } from '../bench/build.mjs';
import { describeReal } from '../describe-real.js';
import { differences } from './goyaml/compare.mjs';
import { generate, mutate } from './goyaml/generate.mjs';
import { GoJudge } from './goyaml/judge.mjs';

describeReal('YAML as kubectl reads it', ['yaml-judge'], () => {
  let judge: GoJudge;
  beforeAll(() => {
    judge = new GoJudge(pathOfPart('yaml-judge'));
  });
  afterAll(() => judge.stop());

  const compare = async (text: string) =>
    differences(text, await judge.ask(text), reader).map((each) => [text, each]);
  const draw = (number: number) => new Draw(seededRandom(number * 7919));

  test('in 3,000 generated texts', async () => {
    const texts = Array.from({ length: 3000 }, (_, number) => generate(draw(number)));
    expect((await Promise.all(texts.map(compare))).flat()).toEqual([]);
  }, 120_000);

  test('in the examples, as they are and damaged', async () => {
    const texts = ['examples', '__tests__/fixtures'].flatMap((name) => {
      const folder = new URL(`../../../${name}/`, import.meta.url);
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      return files
        .filter((file) => /\.(ya?ml|json)$/.test(file))
        .map((file) => readFileSync(new URL(file, folder), 'utf8'));
    });
    expect(texts.length).toBeGreaterThan(10);
    const damaged = texts.flatMap((text, file) =>
      Array.from({ length: 5 }, (_, number) => mutate(draw(file * 5 + number), text)),
    );
    const found = await Promise.all([...texts, ...damaged].map(compare));
    expect(found.flat()).toEqual([]);
  }, 120_000);
});
