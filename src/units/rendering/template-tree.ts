/** What a line of a template says, with what is indented below it. */
export interface TemplateNode {
  type: 'key' | 'item' | 'action';
  /** Of a key. */
  name: string;
  /** What stands behind the colon or dash; of an action its text. */
  text: string;
  /** From 1. */
  line: number;
  /** From 1: of the key, the dash or the action. */
  column: number;
  /** From 1: of the text. */
  textColumn: number;
  /** The indentation, which of an action may be another one than it is written with. */
  indent: number;
  children: TemplateNode[];
}

/** A key, plain or in quotes, and what follows it. */
const keyLine = /^("[^"]*"|'[^']*'|[^\s#:{}[\],&*!|>%@`"'-][^:#{}]*?)\s*:(?:\s+|$)/;

/**
 * Reads the lines of a Helm template as far as they are YAML: the keys by their indentation, whatever branches and loops they are
 * in. Takes time in proportion to the text. A list of documents, each the keys at its top.
 */
export function templateTrees(text: string): TemplateNode[][] {
  return new TemplateReader().read(text.split(/\r\n|\n|\r/));
}

class TemplateReader {
  readonly #documents: TemplateNode[][] = [[]];
  #open: TemplateNode[] = [];
  /** The indentation of the key whose block scalar is passed over. */
  #scalar: number | undefined;

  read(lines: readonly string[]): TemplateNode[][] {
    let inAction = false;
    lines.forEach((line, index) => {
      if (inAction) {
        inAction = !line.includes('}}');
        return;
      }
      inAction = line.lastIndexOf('{{') > line.lastIndexOf('}}');
      this.#line(line, index + 1);
    });
    return this.#documents.filter((roots) => roots.length > 0);
  }

  #line(line: string, number: number): void {
    const content = line.trimStart();
    const indent = line.length - content.length;
    if (this.#scalar !== undefined) {
      if (content === '' || indent > this.#scalar) return;
      this.#scalar = undefined;
    }
    if (content === '' || content.startsWith('#')) return;
    if (/^---(?:\s|$)/.test(line)) {
      this.#documents.push([]);
      this.#open = [];
      return;
    }
    if (content.startsWith('{{')) {
      const to = /\bn?indent\s+(\d{1,3})\b/.exec(content)?.[1];
      this.#add({
        ...{ type: 'action', name: '', text: content.trimEnd(), line: number },
        ...{ column: indent + 1, textColumn: indent + 1, children: [] },
        indent: to === undefined ? indent : Number(to),
      });
      return;
    }
    this.#content(content, indent, number);
  }

  #content(content: string, from: number, line: number): void {
    let [rest, indent] = [content, from];
    for (let dash = /^-(?:\s+|$)/.exec(rest); dash; dash = /^-(?:\s+|$)/.exec(rest)) {
      rest = rest.slice(dash[0].length);
      const textColumn = indent + dash[0].length + 1;
      const text = rest.trimEnd();
      this.#add({
        type: 'item',
        name: '',
        text,
        line,
        column: indent + 1,
        textColumn,
        indent,
        children: [],
      });
      indent += dash[0].length;
    }
    const key = keyLine.exec(rest);
    if (!key) return;
    const text = rest.slice(key[0].length).trimEnd();
    const name = (key[1] ?? '').replace(/^(["'])(.*)\1$/, '$2');
    const textColumn = indent + key[0].length + 1;
    this.#add({
      type: 'key',
      name,
      text,
      line,
      column: indent + 1,
      textColumn,
      indent,
      children: [],
    });
    if (/^[|>][-+0-9]*\s*(?:#.*)?$/.test(text)) this.#scalar = indent;
  }

  #add(node: TemplateNode): void {
    const open = this.#open;
    // Items may be indented as the key of their list is.
    const holds = (last: TemplateNode) =>
      last.indent < node.indent ||
      (last.indent === node.indent && node.type === 'item' && last.type === 'key');
    if (node.type === 'action') {
      // It is not the end of what is around it, and holds nothing.
      const around = open.findLast(holds)?.children ?? this.#documents.at(-1);
      around?.push(node);
      return;
    }
    for (let last = open.at(-1); last && !holds(last); last = open.at(-1)) open.pop();
    const siblings = open.at(-1)?.children ?? this.#documents.at(-1);
    siblings?.push(node);
    open.push(node);
  }
}
