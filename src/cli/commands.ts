import type { Command } from './command.js';
import { apply } from './commands/apply.js';
import { check } from './commands/check.js';
import { drill } from './commands/drill.js';
import { explain } from './commands/explain.js';
import { inventory } from './commands/inventory.js';
import { lint } from './commands/lint.js';
import { rollback } from './commands/rollback.js';
import { matrix } from './commands/matrix.js';
import { rules } from './commands/rules.js';
import { simulate } from './commands/simulate.js';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  check,
  lint,
  simulate,
  apply,
  rollback,
  drill,
  inventory,
  matrix,
  explain,
  rules,
];
