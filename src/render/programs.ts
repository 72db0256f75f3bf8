import { findProgram } from '../programs/find-program.js';
import { RenderRefusal } from './refusal.js';

/** A program that renders, and how it is called. */
export interface FoundProgram {
  name: 'kustomize' | 'kubectl' | 'helm';
  /** Absolute. */
  path: string;
}

/** Finds programs once. Only what PATH has outside of the workspace is run. */
export class Programs {
  readonly #env: NodeJS.ProcessEnv;
  readonly #known = new Map<string, FoundProgram | undefined>();

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** @throws RenderRefusal where neither is installed. */
  kustomize(): FoundProgram {
    const found = this.#find('kustomize') ?? this.#find('kubectl');
    if (!found) {
      throw new RenderRefusal(
        'there is neither kustomize nor kubectl in PATH; install one of them',
      );
    }
    return found;
  }

  /** @throws RenderRefusal where it is not installed. */
  helm(): FoundProgram {
    const found = this.#find('helm');
    if (!found) throw new RenderRefusal('there is no helm in PATH; install it');
    return found;
  }

  #find(name: FoundProgram['name']): FoundProgram | undefined {
    if (!this.#known.has(name)) {
      const path = findProgram(name, { env: this.#env });
      this.#known.set(name, path === undefined ? undefined : { name, path });
    }
    return this.#known.get(name);
  }
}
