import { looksLikeJson } from './parse-yaml.js';
import type { Fault } from './parse-yaml.js';

/* eslint-disable no-control-regex -- these are the characters to look for */
/** C0 without tab and line breaks; in YAML also DEL, C1 without NEL, and the noncharacters. */
const forbiddenInJson = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/;
const forbiddenInYaml =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/;
/* eslint-enable no-control-regex */

/**
 * Finds the first character that goyaml refuses, and that the YAML library would let pass. JSON
 * goes through a JSON decoder there, which is less strict.
 * Source: go.yaml.in/yaml/v2 readerc.go.
 */
export function findForbiddenCharacter(text: string): Fault | undefined {
  const pattern = looksLikeJson(text) ? forbiddenInJson : forbiddenInYaml;
  const at = text.search(pattern);
  if (at === -1) return undefined;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return {
    kind: 'unreadable',
    start: at,
    end: at + 1,
    message: `the control character U+${code} is not allowed; remove it, or write it as an escape in double quotes`,
  };
}
