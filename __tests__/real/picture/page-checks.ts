import type { Page } from 'playwright-core';
import { contrast } from './contrast.js';

interface Box {
  text: string;
  group: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Texts of the pictures that stand on each other, or stand out on the right. */
export async function overlappingTexts(page: Page): Promise<string[]> {
  const boxes = await page.evaluate<Box[]>(`
    [...document.querySelectorAll('svg.plot, svg:has(.plot)')].flatMap((plot, index) =>
      [...plot.querySelectorAll('text')]
        .filter((text) => getComputedStyle(text).display !== 'none')
        .map((text) => {
          const { left, right, top, bottom } = text.getBoundingClientRect();
          return { text: text.textContent, group: String(index), left, right, top, bottom };
        }))`);
  const width = await page.evaluate<number>('document.documentElement.clientWidth');
  const outside = boxes.filter(({ left, right }) => left < 0 || right > width + 1);
  const pairs = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => overlap(one, other))
      .map((other) => [one, other]),
  );
  return [
    ...outside.map(({ text }) => `outside: ${text}`),
    ...pairs.map((pair) => pair.map(({ text }) => text).join(' on ')),
  ];
}

function overlap(one: Box, other: Box): boolean {
  const common = (from: 'left' | 'top', to: 'right' | 'bottom') =>
    Math.min(one[to], other[to]) - Math.max(one[from], other[from]);
  // Lines of text are a little higher than their letters.
  return one.group === other.group && common('left', 'right') > 1 && common('top', 'bottom') > 3;
}

/** What is drawn with too little contrast: texts to what they stand on, and boxes to the page. */
export async function faintColors(page: Page): Promise<string[]> {
  const pairs = await page.evaluate<[name: string, one: string, other: string, least: number][]>(`
    (() => {
      const style = (element) => getComputedStyle(element);
      const all = (selector) => [...document.querySelectorAll(selector)];
      const surface = style(document.querySelector('.card')).backgroundColor;
      const text = (element, ground) => [element.textContent, style(element).fill, ground, 4.5];
      const number = (element) => [...element.classList].find((name) => /^on/.test(name)).slice(2);
      return [
        ...all('.plot .band').map((band) =>
          text(band, style(document.querySelector('.place' + number(band))).fill)),
        ...all('.plot .scale').map((scale) => text(scale, surface)),
        ...all('.plot .phase, .plot .failures').flatMap((label) =>
          all('.plot .shade')
            .map((shade) => style(shade).fill)
            .map((fill) => text(label, fill === 'none' ? surface : fill))),
        ...all('.edge').map((edge) => [edge.getAttribute('class'), style(edge).stroke, surface, 3]),
        ...all('.predicted').map((line) => ['predicted', style(line).stroke, surface, 4.5]),
        ...all('rect.failed').map((box) => ['failed', style(box).fill, surface, 3]),
      ];
    })()`);
  const faint = pairs.filter(([, one, other, least]) => contrast(one, other) < least);
  return [
    ...new Set(
      faint.map(
        ([name, ...rest]) => `${name}: ${contrast(...(rest.slice(0, 2) as [string, string]))}`,
      ),
    ),
  ];
}
