import { fileURLToPath } from 'node:url';
import {
  CodeActionKind,
  createConnection,
  MarkupKind,
  TextDocumentSyncKind,
  type CodeAction,
  type CodeLens,
  type Connection,
  type Diagnostic,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type Position,
  type Range,
} from 'vscode-languageserver/node.js';
import packageJson from '../../package.json' with { type: 'json' };
import { addTo } from '../foundation/add-to.js';
import type { ConfigurationProblem } from '../foundation/errors.js';
import type { Range as TextRange } from '../foundation/range.js';
import { configurationDiagnostic, diagnosticOf, quickFixOf, rangeOf } from './diagnostics.js';
import { governedRows, governingObjects, hoverText, lensText } from './governed.js';
import { namedStack } from '../files/named-stack.js';
import { EditorFolder } from './editor-folder.js';

/** Milliseconds without a key before the findings are worked out. */
const typing = 25;

/**
 * Serves an editor until it closes the connection: findings of the whole workspace as one types, fixes, and the predicted traffic beside the
 * policies and routes that decide it. Nothing is written.
 *
 * Source: the Language Server Protocol 3.17.
 */
export function serve(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
  const connection = createConnection(input, output);
  new Server(connection).listen();
}

class Server {
  readonly #connection: Connection;
  readonly #workspaces: EditorFolder[] = [];
  /** The problems of each workspace's configuration. */
  readonly #problems = new Map<EditorFolder, readonly ConfigurationProblem[]>();
  /** The files of each workspace that have diagnostics, which must be taken back. */
  readonly #shown = new Map<EditorFolder, Set<string>>();
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => {
      this.#read();
    });
    connection.onDidOpenTextDocument(({ textDocument: { uri, text } }) => {
      this.#set(uri, text);
    });
    connection.onDidChangeTextDocument(({ textDocument: { uri }, contentChanges }) => {
      const last = contentChanges.at(-1);
      if (last) this.#set(uri, last.text);
    });
    connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
      this.#set(uri, undefined);
    });
    connection.onDidSaveTextDocument(() => {
      this.#read();
    });
    connection.onDidChangeWatchedFiles(() => {
      this.#read();
    });
    connection.onCodeAction(({ textDocument: { uri }, range }) => this.#codeActions(uri, range));
    connection.onHover(({ textDocument: { uri }, position }) => this.#hover(uri, position));
    connection.onCodeLens(({ textDocument: { uri } }) => this.#codeLenses(uri));
    connection.listen();
  }

  #initialize(params: InitializeParams): InitializeResult {
    for (const uri of foldersOf(params)) {
      if (uri.startsWith('file:')) this.#workspaces.push(new EditorFolder(fileURLToPath(uri)));
    }
    return {
      serverInfo: { name: 'mesh-failover', version: packageJson.version },
      capabilities: {
        textDocumentSync: {
          openClose: true,
          change: TextDocumentSyncKind.Full,
          save: { includeText: false },
        },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        hoverProvider: true,
        codeLensProvider: { resolveProvider: false },
      },
    };
  }

  /** One read after the other: a save that comes meanwhile is seen by the next. */
  #read(): void {
    this.#reading = this.#reading
      .then(async () => {
        for (const workspace of this.#workspaces) {
          this.#problems.set(workspace, await workspace.read());
        }
        this.#publish();
      })
      .catch((error: unknown) => {
        this.#connection.console.error(namedStack(error));
      });
  }

  #set(uri: string, text: string | undefined): void {
    const place = this.#placeOf(uri);
    if (!place) return;
    place.workspace.set(place.file, text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      try {
        this.#publish();
      } catch (error) {
        this.#connection.console.error(namedStack(error));
      }
    }, typing);
  }

  /** The workspace of a file: the innermost, where one is inside another. */
  #placeOf(uri: string): { workspace: EditorFolder; file: string } | undefined {
    return this.#workspaces
      .flatMap((workspace) => {
        const file = workspace.nameOf(uri);
        return file === undefined ? [] : [{ workspace, file }];
      })
      .sort((a, b) => a.file.length - b.file.length)[0];
  }

  #publish(): void {
    for (const workspace of this.#workspaces) {
      const byFile = this.#diagnosticsOf(workspace);
      const before = this.#shown.get(workspace) ?? new Set();
      for (const file of before) if (!byFile.has(file)) byFile.set(file, []);
      for (const [file, diagnostics] of byFile) {
        void this.#connection.sendDiagnostics({ uri: workspace.uriOf(file), diagnostics });
      }
      const shown = [...byFile].filter(([, { length }]) => length > 0).map(([file]) => file);
      this.#shown.set(workspace, new Set(shown));
    }
  }

  #diagnosticsOf(workspace: EditorFolder): Map<string, Diagnostic[]> {
    const uriOf = (file: string) => workspace.uriOf(file);
    const byFile = new Map<string, Diagnostic[]>();
    for (const problem of this.#problems.get(workspace) ?? []) {
      addTo(byFile, problem.file, configurationDiagnostic(problem));
    }
    for (const finding of workspace.current?.lint().findings ?? []) {
      addTo(byFile, finding.file, diagnosticOf(finding, uriOf));
    }
    return byFile;
  }

  #codeActions(uri: string, range: Range): CodeAction[] {
    const place = this.#placeOf(uri);
    if (!place) return [];
    const { workspace, file } = place;
    const findings = workspace.current?.lint().findings ?? [];
    return findings
      .filter((finding) => finding.file === file && meets(rangeOf(finding), range))
      .flatMap((finding) => quickFixOf(finding, (name) => workspace.uriOf(name)) ?? []);
  }

  #hover(uri: string, position: Position): Hover | undefined {
    const place = this.#placeOf(uri);
    const { current, saved } = place?.workspace ?? {};
    if (!place || !current || !saved) return undefined;
    const at = { start: position, end: position };
    const object = governingObjects(current, place.file).find(({ range }) =>
      meets(rangeOf(range), at),
    );
    const rows = object ? governedRows(current, object) : [];
    if (!object || rows.length === 0) return undefined;
    const before = saved === current ? rows : governedRows(saved, object);
    return {
      contents: { kind: MarkupKind.Markdown, value: hoverText(rows, before) },
    };
  }

  #codeLenses(uri: string): CodeLens[] {
    const place = this.#placeOf(uri);
    const current = place?.workspace.current;
    if (!place || !current) return [];
    return governingObjects(current, place.file).flatMap((object) => {
      if (object.kind !== 'DestinationRule') return [];
      const title = lensText(governedRows(current, object));
      return title === undefined
        ? []
        : [{ range: firstLineOf(object.range), command: { title, command: '' } }];
    });
  }
}

/** Editors that know of one folder alone say it as the root. */
function foldersOf({ workspaceFolders, ...params }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  const root = (params as { rootUri?: string | null }).rootUri;
  return root ? [root] : [];
}

function firstLineOf({ line, column }: TextRange): Range {
  return rangeOf({ line, column, endLine: line, endColumn: column });
}

function meets(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
