import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  ExitNotification,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
} from 'vscode-languageserver-protocol/node.js';
import { built } from '../built.js';

/** An editor with one folder open, on the other side of the protocol. */
export class Editor {
  readonly connection: ProtocolConnection;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #diagnostics = new Map<string, Diagnostic[]>();
  #version = 0;
  #arrived: () => void = () => undefined;

  constructor(folder: string) {
    this.#folder = folder;
    this.#child = spawn(process.execPath, [join(built, 'cli/index.js'), 'lsp', '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const { stdin, stdout } = this.#child;
    this.connection = createProtocolConnection(
      new StreamMessageReader(stdout!),
      new StreamMessageWriter(stdin!),
    );
    this.connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.#diagnostics.set(params.uri, params.diagnostics);
      this.#arrived();
    });
    this.connection.listen();
  }

  async start(): Promise<InitializeResult> {
    const uri = pathToFileURL(this.#folder).href;
    const result = await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the protocol asks for it all the same
      rootUri: null,
      workspaceFolders: [{ uri, name: 'mesh' }],
      capabilities: {},
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
    return result;
  }

  uriOf(file: string): string {
    return pathToFileURL(join(this.#folder, file)).href;
  }

  open(file: string, text: string): Promise<void> {
    const document = { uri: this.uriOf(file), languageId: 'yaml', version: ++this.#version, text };
    return this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: document,
    });
  }

  type(file: string, text: string): Promise<void> {
    return this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uriOf(file), version: ++this.#version },
      contentChanges: [{ text }],
    });
  }

  save(file: string): Promise<void> {
    return this.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: this.uriOf(file) },
    });
  }

  close(file: string): Promise<void> {
    return this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: this.uriOf(file) },
    });
  }

  /** The diagnostics of a file, as soon as they are as wanted. */
  async until(
    file: string,
    isWanted: (diagnostics: Diagnostic[]) => boolean,
  ): Promise<Diagnostic[]> {
    for (;;) {
      const own = this.#diagnostics.get(this.uriOf(file)) ?? [];
      if (isWanted(own)) return own;
      await new Promise<void>((done) => (this.#arrived = done));
    }
  }

  /** @returns The exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((done) => this.#child.once('exit', done));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    return ended;
  }
}
