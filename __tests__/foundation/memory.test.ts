import { expect, test } from '@jest/globals';
import { Memory } from '../../src/foundation/memory.js';

const lengthOf = (list: readonly unknown[]) => ({ length: list.length });

test('makes a value once for each object and each function', () => {
  const memory = new Memory();
  const [one, alike] = [[1], [1]];
  const first = memory.of(one, lengthOf);
  expect(memory.of(one, lengthOf)).toBe(first);
  expect(memory.of(alike, lengthOf)).not.toBe(first);
  expect(memory.of(one, (list: number[]) => list[0])).toBe(1);
});

test('keeps undefined as well', () => {
  const memory = new Memory();
  let made = 0;
  const nothing = (): undefined => {
    made++;
  };
  const key = {};
  expect([memory.of(key, nothing), memory.of(key, nothing)]).toEqual([undefined, undefined]);
  expect(made).toBe(1);
});

test('a function that is written at the call has a sort', () => {
  const memory = new Memory();
  const key = {};
  const ask = (value: number) => memory.of(key, () => value, lengthOf);
  expect([ask(1), ask(2)]).toEqual([1, 1]);
});

test('two memories know nothing of each other', () => {
  const key = [1, 2];
  const [one, other] = [new Memory(), new Memory()];
  expect(one.of(key, lengthOf)).not.toBe(other.of(key, lengthOf));
});

test('gives the same number and the same object for the same content', () => {
  const memory = new Memory();
  const value = { a: [1] };
  expect(memory.shared(value)).toBe(value);
  expect(memory.shared({ a: [1] })).toBe(value);
  expect(memory.shared({ a: [2] })).not.toBe(value);
  expect(memory.numberOf({ a: [1] })).toBe(memory.numberOf(value));
  expect(memory.numberOfText('{"a":[1]}')).toBe(memory.numberOf(value));
  expect(memory.numberOf({ a: [2] })).not.toBe(memory.numberOf(value));
});

test('a content that was forgotten never gets a number that another one had', () => {
  const memory = new Memory(10);
  const numbers = Array.from({ length: 100 }, (_, index) =>
    memory.numberOfText(`content ${index % 50}`),
  );
  const byContent = new Map<number, Set<number>>();
  for (const [index, number] of numbers.entries()) {
    byContent.set(number, (byContent.get(number) ?? new Set()).add(index % 50));
  }
  expect([...byContent.values()].every(({ size }) => size === 1)).toBe(true);
});
