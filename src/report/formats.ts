import { checkstyle } from './checkstyle.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import type { Formatter } from './report.js';
import { sarif } from './sarif.js';
import { tap } from './tap.js';
import { text } from './text.js';

/** Every output format by its name. */
export const formats = {
  text,
  json,
  github,
  gitlab,
  sarif,
  junit,
  checkstyle,
  tap,
  markdown,
} satisfies Record<string, Formatter>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as FormatName[];
