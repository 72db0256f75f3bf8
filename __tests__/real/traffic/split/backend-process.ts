/** The backends' process, as the tests see it. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Behaviour = 'ok' | 'closed' | 'reset' | number | { rate: number };

const SCRIPT = fileURLToPath(new URL('./backends.mjs', import.meta.url));

export class BackendProcess {
  private readonly child: ChildProcess = fork(SCRIPT, { execArgv: [] });

  /** Sets how backends behave, by address; those that are new start. */
  set(behaviours: Record<string, Behaviour>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.child.once('message', (answer: { error?: string }) => {
        if (answer.error) reject(new Error(answer.error));
        else resolve();
      });
      this.child.send(behaviours);
    });
  }

  stop(): void {
    this.child.disconnect();
  }
}
