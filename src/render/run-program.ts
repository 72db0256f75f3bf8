import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { RenderLimits } from './limits.js';
import { endWithUs } from './end-with-us.js';

/** A program to run, with everything that it gets. */
export interface ProgramCall {
  /** Absolute. */
  program: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
}

/** What became of a program. */
export type ProgramResult =
  | { out: Buffer }
  /** `errors`: the last part of what it wrote to standard error. */
  | { failure: string; errors: string };

/** Of what a program writes to standard error. */
const mostErrorBytes = 64 * 1024;

/** How often the memory of a program is looked at. */
const lookEveryMs = 100;

/**
 * Runs a program to its end, without standard input and with no more environment than is given. It is killed, with everything
 * that it has started, at each of the limits and at the end of this process. Never throws.
 */
export function runProgram(
  { program, args, cwd, env }: ProgramCall,
  limits: Pick<RenderLimits, 'milliseconds' | 'outputBytes' | 'memoryBytes'>,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      ...{ cwd, env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it starts can be ended with it.
      detached: process.platform !== 'win32',
    });
    const chunks: Buffer[] = [];
    let [size, errors]: [number, string] = [0, ''];
    let reason: string | undefined;
    const forget = endWithUs(() => {
      killGroup(child);
    });
    const stop = (why: string) => {
      reason ??= why;
      killGroup(child);
      // Whatever has left the group may hold these open for as long as it likes.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const { milliseconds, outputBytes, memoryBytes } = limits;
    const timer = setTimeout(() => {
      stop(`took longer than ${Math.round(milliseconds / 100) / 10} s`);
    }, milliseconds);
    const look = setInterval(() => {
      if (memoryOf(child.pid) > memoryBytes) stop('took too much memory');
    }, lookEveryMs);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > outputBytes) stop(`wrote more than ${sizeText(outputBytes)}`);
      else chunks.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors = (errors + chunk).slice(-mostErrorBytes);
    });
    const settle = (failure: string | undefined) => {
      clearTimeout(timer);
      clearInterval(look);
      forget();
      killGroup(child);
      resolve(failure === undefined ? { out: Buffer.concat(chunks) } : { failure, errors });
    };
    child.on('error', ({ message }) => {
      settle(`cannot be started (${message})`);
    });
    child.on('close', (code, signal) => {
      if (reason !== undefined) settle(reason);
      else if (code === 0) settle(undefined);
      else settle(signal ? `was ended by ${signal}` : `ended with exit code ${String(code)}`);
    });
  });
}

/** Ends a program and what is left of its group. */
function killGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** The bytes that a process has in memory; 0 where the system does not say. */
function memoryOf(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return 0;
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function sizeText(bytes: number): string {
  const MiB = 1024 * 1024;
  return bytes >= MiB ? `${Math.round(bytes / MiB)} MiB` : `${bytes} bytes`;
}
