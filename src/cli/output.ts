import { dirname, resolve } from 'node:path';
import { UserError } from '../foundation/errors.js';
import { awayByLink, leadsAway } from '../files/leads-away.js';
import { makeFolder } from '../files/make-folder.js';
import { replaceFile } from '../files/write-file.js';
import type { Piece } from '../report/report.js';
import type { OptionValues } from './command.js';
import { oneOf } from './common-options.js';
import type { Io } from './io.js';

/** One `--format`: the name, and the file that it goes to; undefined: standard output. */
export interface Output<Name extends string> {
  format: Name;
  file: string | undefined;
}

/**
 * The outputs that the options ask for.
 *
 * @param otherwise Where they ask for none: text on standard output. Empty: standard output has something else.
 * @throws UserError for a format that the command does not have, or two on standard output.
 */
export function outputsOf<Name extends string>(
  values: OptionValues,
  names: readonly Name[],
  otherwise: readonly string[] = ['text'],
): Output<Name>[] {
  const asked = Array.isArray(values['format']) ? values['format'] : otherwise;
  const outputs = asked.map((text): Output<Name> => {
    const [name, file] = String(text).split(/=(.*)/s);
    if (file === '') throw new UserError(`--format ${String(text)}: name the file behind "="`);
    return { format: oneOf('--format', name, names), file };
  });
  if (otherwise.length === 0 && outputs.some(({ file }) => file === undefined)) {
    throw new UserError('--format: standard output has the diff; give a file, as in json=out.json');
  }
  if (outputs.filter(({ file }) => file === undefined).length > 1) {
    throw new UserError(
      '--format: only one can go to standard output; give the others a file, as in json=out.json',
    );
  }
  return outputs;
}

/**
 * Writes one output, as a whole or in pieces: the next piece is made when the one before has been taken.
 *
 * @throws UserError where it cannot be written.
 */
export async function writeOutput(
  { file }: Output<string>,
  text: string | Iterable<Piece>,
  io: Io,
): Promise<void> {
  const pieces = typeof text === 'string' ? [text] : inLargePieces(text);
  try {
    if (file === undefined) await writeTo(io.stdout, pieces);
    else {
      const path = resolve(io.cwd, file);
      if (leadsAway(path, io.cwd)) throw new UserError(`${file}: ${awayByLink}`);
      await makeFolder(dirname(path));
      await replaceFile(path, pieces);
    }
  } catch (error) {
    // Pieces are made while they are written: what goes wrong with them is another matter.
    const { syscall, code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new UserError(`${file ?? 'standard output'}: cannot be written (${code})`);
  }
}

async function writeTo(stream: Io['stdout'], pieces: Iterable<Piece>): Promise<void> {
  for (const piece of pieces) {
    await new Promise<void>((done, fail) => {
      stream.write(piece, (error) => {
        if (error) fail(error);
        else done();
      });
    });
  }
}

/** Characters that are worth a write. */
const large = 50_000;

/** Puts short pieces together. */
function* inLargePieces(pieces: Iterable<Piece>): Generator<Piece> {
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
      if (text.length < large) continue;
      yield text;
    } else {
      if (text !== '') yield text;
      yield piece;
    }
    text = '';
  }
  if (text !== '') yield text;
}
