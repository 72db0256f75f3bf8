import { resolvePlain } from './yaml/index.js';
import type { Plain } from './document.js';

/** How new text is written: as the text around it is. */
export interface WritingStyle {
  /** Keys and texts in quotes, as JSON wants them. */
  isJson: boolean;
  lineBreak: string;
}

/**
 * A value as text. Lists of mappings go below each other, everything else on one line.
 *
 * @param indent The column at which its own lines begin, from 0; undefined: it has to stay on one line.
 */
export function writePlain(value: Plain, style: WritingStyle, indent?: number): string {
  if (typeof value === 'string') return writeText(value, style);
  if (typeof value !== 'object') return String(value);
  if (indent !== undefined && isLong(value)) return writeBlock(value, style, indent);
  if (isList(value)) return `[${value.map((item) => writePlain(item, style)).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([key, one]) => `${writeText(key, style)}: ${writePlain(one, style)}`,
  );
  return entries.length ? `{ ${entries.join(', ')} }` : '{}';
}

/** An entry of a mapping whose keys begin at the column `indent`, from 0. */
export function writeEntry(key: string, value: Plain, style: WritingStyle, indent: number): string {
  const isBelow = typeof value === 'object' && isLong(value);
  const gap = isBelow ? `${style.lineBreak}${' '.repeat(indent + 2)}` : ' ';
  return `${writeText(key, style)}:${gap}${writePlain(value, style, indent + 2)}`;
}

function writeBlock(value: object & Plain, style: WritingStyle, indent: number): string {
  const gap = style.lineBreak + ' '.repeat(indent);
  if (isList(value)) {
    return value.map((item) => `- ${writePlain(item, style, indent + 2)}`).join(gap);
  }
  return Object.entries(value)
    .map(([key, one]) => writeEntry(key, one, style, indent))
    .join(gap);
}

function isList(value: object & Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

/** Whether it has a list of mappings somewhere, which nobody wants to read on one line. */
function isLong(value: object & Plain): boolean {
  if (isList(value)) return value.some((item) => typeof item === 'object' && !isList(item));
  return Object.values(value).some((one) => typeof one === 'object' && isLong(one));
}

function writeText(text: string, { isJson }: WritingStyle): string {
  const isBare = /^\w[\w./-]*$/.test(text) && resolvePlain(text).type === 'str';
  return isBare && !isJson ? text : JSON.stringify(text);
}
