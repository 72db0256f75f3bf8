// @ts-check
/** Every mutant of some folders of the sources, numbered. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutationsOf } from './mutations.mjs';

/** @typedef {import('./mutations.mjs').Mutation & { file: string, number: number }} Mutant */

/**
 * @param {readonly string[]} folders of src
 * @returns {Mutant[]} in the order of their numbers, which begin with 0
 */
export function listMutants(folders) {
  return folders
    .flatMap(filesIn)
    .flatMap((file) =>
      mutationsOf(file, readFileSync(file, 'utf8')).map((mutation) => ({ ...mutation, file })),
    )
    .map((mutant, number) => ({ ...mutant, number }));
}

/**
 * What people write: a generated file is tested by its generator.
 *
 * @param {string} folder
 */
function filesIn(folder) {
  return readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('src', folder, name))
    .filter((file) => !/^\/\/ (?:@ts-nocheck|Generated)/.test(readFileSync(file, 'utf8')))
    .sort();
}
