/** What a rendering may take. */
export interface RenderLimits {
  /** Of one unit. */
  milliseconds: number;
  /** Of all units together. */
  totalMilliseconds: number;
  /** Of what one program writes. */
  outputBytes: number;
  /** Of what one program has in memory, where the system says it. */
  memoryBytes: number;
  /** Of the files that one program gets. */
  inputFiles: number;
  inputBytes: number;
}

const MiB = 1024 * 1024;

export const defaultLimits: RenderLimits = {
  milliseconds: 30_000,
  totalMilliseconds: 300_000,
  outputBytes: 32 * MiB,
  memoryBytes: 2048 * MiB,
  inputFiles: 10_000,
  inputBytes: 128 * MiB,
};
