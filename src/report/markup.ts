import { escapeXml } from './escape-xml.js';
import { safeText } from '../foundation/safe-text.js';
import { shorten } from './shorten.js';

/** Longer texts are cut: a single value must not fill a page. */
const longest = 600;

/** HTML or SVG that is safe as it stands. Only `markup` makes it, so that no text from outside gets in unescaped. */
export class Markup {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** What stands between the values is our own; text among the values is escaped, as content or in double quotes. */
  static of(literals: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
    const parts = literals.map((literal, index) => literal + written(values[index]));
    return new Markup(parts.join(''));
  }

  /** For constants of our own, such as a style sheet. */
  static own(text: string): Markup {
    return new Markup(text);
  }

  toString(): string {
    return this.#text;
  }
}

export type MarkupValue = Markup | string | number | undefined | false | readonly MarkupValue[];

/** A template for HTML or SVG: `` markup`<p>${text}</p>` ``. What is undefined or false leaves nothing. */
export const markup = Markup.of;

function written(value: MarkupValue): string {
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'string') return escapeXml(safeText(shorten(value, longest)));
  if (typeof value === 'number') return Number.isFinite(value) ? String(+value.toFixed(2)) : '0';
  if (value === undefined || value === false) return '';
  return value.map(written).join('');
}
