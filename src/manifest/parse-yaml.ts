import { Composer, isAlias, isCollection, isPair, isScalar, Lexer, Parser, Schema } from 'yaml';
import type { Alias, CST, Document as YamlDocument, ParsedNode, YAMLError } from 'yaml';

/** Where something is wrong in a text: offsets in UTF-16 units, the end exclusive. */
export interface Fault {
  kind: 'duplicate-key' | 'unreadable';
  start: number;
  end: number;
  message: string;
}

/** The tree of one document, and what each of its aliases stands for. */
export interface Tree {
  root: ParsedNode | null;
  /** An alias whose anchor does not stand before it is missing here. */
  aliases: ReadonlyMap<Alias, ParsedNode>;
}

/** The answer for one document: its tree, or the library's error, or a limit that it exceeds. */
export type YamlResult =
  | { type: 'tree'; tree: Tree }
  | { type: 'error'; error: YAMLError; errors: readonly YAMLError[] }
  | { type: 'limit'; fault: Fault };

/**
 * Levels of nesting that are read. The deepest schemas of Kubernetes need about thirty; the YAML
 * library, which recurses, comes to the end of the default stack at some eight hundred.
 */
export const deepestNesting = 300;

/**
 * Lexical tokens (values, keys, punctuation, white space) of one document that are read. An
 * object that the API server accepts has at most 3 MiB; this is room for a list of many of them,
 * and keeps the tree in about half a gigabyte of memory.
 */
const mostTokens = 2_000_000;

/**
 * Every scalar stays text, and nothing is merged or compared: the API server's reading differs
 * from each of the library's schemas, so it is done in to-value.ts. One instance for all
 * documents, as to make it costs more than to parse a small document.
 */
const schema = new Schema({ schema: 'failsafe', resolveKnownTags: false, merge: false });

const options = { schema, uniqueKeys: false, logLevel: 'silent' } as const;

/** Text that is or may be JSON, which knows no limit of 1024 characters for a key. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/**
 * Parses the text of one document; never throws. The time and memory that it takes are bounded.
 * A document without content has `null` as its root.
 */
export function parseYaml(text: string): YamlResult {
  const { stackTraceLimit } = Error;
  try {
    // A broken text can have a million errors, of which one is shown: traces would fill the memory.
    Error.stackTraceLimit = 0;
    return parse(text);
  } catch (error) {
    // The library recurses in places of its own; a stack that is too small for it is no bug of ours.
    if (!(error instanceof RangeError)) throw error;
    return limit(0, 'nested too deeply to be read; make it flatter');
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function parse(text: string): YamlResult {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    const escape = lexeme.startsWith('"') ? findBadEscape(lexeme) : undefined;
    if (escape !== undefined) {
      return limit(
        parser.offset + escape,
        'unknown escape after a backslash in double quotes; write \\\\ for a backslash, ' +
          'or use single quotes',
        2,
      );
    }
    if (count > mostTokens) {
      return limit(
        parser.offset,
        `the document has more than ${mostTokens.toLocaleString('en')} keys, values and separators; ` +
          'split it into several documents',
      );
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > deepestNesting) {
      return limit(
        parser.offset,
        `nested more than ${deepestNesting.toLocaleString('en')} levels deep; make it flatter`,
      );
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return compose(tokens, text);
}

function compose(tokens: CST.Token[], text: string): YamlResult {
  const composer = new Composer<ParsedNode>({ ...options, strict: !looksLikeJson(text) });
  const documents: YamlDocument.Parsed[] = [];
  for (const token of tokens) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  const errors = documents.flatMap((document) => document.errors);
  const [error] = errors;
  if (error) return { type: 'error', error, errors };
  const [first, second] = documents.filter((document) => !isEmpty(document.contents));
  if (second) {
    const at = second.contents?.range[0] ?? 0;
    return {
      type: 'limit',
      fault: {
        kind: 'unreadable',
        start: at,
        end: at + 1,
        message:
          'a second document begins here without a line with ---, so kubectl drops it; ' +
          'put --- on a line of its own before it',
      },
    };
  }
  const root = first?.contents ?? null;
  return { type: 'tree', tree: { root, aliases: resolveAliases(root) } };
}

function isEmpty(node: ParsedNode | null): boolean {
  return (
    node === null || (isScalar(node) && node.type === 'PLAIN' && node.source === '' && !node.tag)
  );
}

/**
 * Where the first escape stands that YAML does not know. The library makes an error of each of
 * them, however many there are.
 */
function findBadEscape(quoted: string): number | undefined {
  for (let at = quoted.indexOf('\\'); at !== -1; at = quoted.indexOf('\\', at)) {
    knownEscape.lastIndex = at;
    if (!knownEscape.test(quoted)) return at;
    at = knownEscape.lastIndex;
  }
  return undefined;
}

const knownEscape =
  /\\(?:[0abtnvfreN_LP "/\\\t\n]|\r\n|x[\da-f]{2}|u[\da-f]{4}|U(?:000[\da-f]|0010)[\da-f]{4})/iy;

function limit(offset: number, message: string, length = 1): YamlResult {
  return {
    type: 'limit',
    fault: { kind: 'unreadable', start: offset, end: offset + length, message },
  };
}

/** Finds the anchor of each alias: the last one of that name that begins before it. */
function resolveAliases(root: ParsedNode | null): Map<Alias, ParsedNode> {
  const anchors = new Map<string, ParsedNode>();
  const aliases = new Map<Alias, ParsedNode>();
  const visit = (node: unknown): void => {
    if (isPair(node)) {
      visit(node.key);
      visit(node.value);
    } else if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) aliases.set(node, target);
    } else if (isScalar(node) || isCollection(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node as ParsedNode);
      if (isCollection(node)) node.items.forEach(visit);
    }
  };
  visit(root);
  return aliases;
}
