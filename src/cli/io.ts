/** What a command may touch of the process. */
export interface Io {
  /** The working folder, absolute. */
  cwd: string;
  /** The clock; default: the system's. */
  now?: () => Date;
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number; rows?: number };
}
