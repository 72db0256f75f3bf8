import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { root } from '../../cli/run-dist.js';

/** A folder with the guide's example, to be changed by tests. */
export class ExampleCopy {
  constructor(readonly folder: string) {
    cpSync(`${root}/examples/hello-world`, folder, { recursive: true });
  }

  /** Its clusters are those of the contexts a and b. */
  static forContexts(folder: string): ExampleCopy {
    const copy = new ExampleCopy(folder);
    for (const name of ['a', 'b']) {
      copy.edit('mesh-failover.yaml', `context: cluster-${name}`, `context: ${name}`);
    }
    return copy;
  }

  /** Fails where the text is not there. */
  edit(file: string, from: string, to: string): void {
    const path = `${this.folder}/${file}`;
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`the example's ${file} has no ${from}`);
    writeFileSync(path, text.replace(from, to));
  }
}
