import type { ReadProblem } from '../manifest/document.js';
import { startOfFile } from '../manifest/line-index.js';

/** A problem with a file or folder as a whole, of whose text nothing is known. */
export function fileProblem(file: string, message: string, named: boolean): ReadProblem {
  return {
    kind: 'unreadable',
    file,
    range: startOfFile,
    message,
    named,
    istio: false,
    unread: true,
  };
}

/** The code of a failed system call, such as `EACCES`; undefined for other errors. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Words a failed system call for people. */
export function cannotRead(error: unknown): string {
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read: permission denied; change its permissions';
    case 'ELOOP':
      return 'cannot be read: a symbolic link that leads to itself; mend or remove the link';
    case 'ENOENT':
      return 'cannot be read: there is no such file, or its name is not valid UTF-8; check the name';
    case undefined:
      throw error;
    default:
      return `cannot be read (${errorCode(error) ?? ''})`;
  }
}
