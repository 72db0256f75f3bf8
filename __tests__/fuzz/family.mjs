// @ts-check
/** One family in a process of its own: check, as text and as JSON. Tells its parent the CPU time, the memory, and the end. */
import { UserError } from '../../build/src/foundation/errors.js';
import { Project } from '../../build/src/project/project.js';
import { basisOf } from '../../build/src/report/basis.js';
import { formats } from '../../build/src/report/formats.js';
import { grown } from './grown.mjs';

const TODAY = new Date('2026-11-01');
const { manifest, config } = grown(JSON.parse(process.argv[2] ?? '{}'));

/** @type {string} */
let end;
try {
  const project = Project.of({ files: { 'all.yaml': manifest }, config, now: TODAY });
  const { table, lint } = project.check();
  const results = {
    lint,
    predictions: table,
    basis: basisOf(project, TODAY),
    text: () => manifest,
  };
  const sizes = ['text', 'json'].map((format) => {
    let size = 0;
    for (const piece of formats[format](results, { color: false, quiet: false }))
      size += piece.length;
    return `${Math.round(size / 1000)} kB of ${format}`;
  });
  end = sizes.join(', ');
} catch (error) {
  end =
    error instanceof UserError
      ? `refused: ${error.message.slice(0, 200)}`
      : `failed: ${error instanceof Error ? error.stack : String(error)}`;
}
const { user, system } = process.cpuUsage();
process.send?.({
  seconds: (user + system) / 1e6,
  memory: Math.round(process.resourceUsage().maxRSS / 1024),
  end,
});
