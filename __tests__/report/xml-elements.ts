import { expect } from '@jest/globals';

/** The names of the elements in their order; fails on what is not well-formed. */
export function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  const token =
    /<\?xml [^?]*\?>|<(\/?)([a-z-]+)((?: [a-z]+="(?:[^<&"]|&(?:amp|lt|gt|quot);)*")*)(\/?)>|(?:[^<&]|&(?:amp|lt|gt|quot);)+/gy;
  let end = 0;
  for (const [whole, closes, name, , empty] of xml.matchAll(token)) {
    end += whole.length;
    if (name === undefined) continue;
    if (closes) expect(open.pop()).toBe(name);
    else names.push(name);
    if (!closes && !empty) open.push(name);
  }
  expect([end, open]).toEqual([xml.length, []]);
  return names;
}
