import type { Path } from '../../foundation/range.js';
import { at, isMapping, textAt } from '../../foundation/values.js';
import {
  childOf,
  trace,
  tracedAt,
  withEntry,
  withoutEntry,
  type Allowance,
  type ValueOrigin,
  type Traced,
  type WrittenSource,
} from './traced.js';

/**
 * The operations of a JSON patch (RFC 6902), one after the other; one that does not fit changes nothing.
 *
 * @param path Where in the source the list of operations stands.
 */
export function applyJsonPatch(
  target: Traced,
  operations: readonly unknown[],
  { source, path }: { source: WrittenSource; path: Path },
  allowance: Allowance,
): Traced {
  return operations.reduce<Traced>((result, operation, index) => {
    const pointer = pointerOf(operation, 'path');
    if (!pointer) return result;
    const origin = { source, path: [...path, index] };
    const given = (how: 'add' | 'replace'): Change => {
      const own = { source, path: [...origin.path, 'value'] };
      return { how, value: trace(at(operation, 'value'), own, allowance) };
    };
    const from = pointerOf(operation, 'from');
    const moved = from && tracedAt(result, resolved(result, from));
    switch (textAt(operation, 'op')) {
      case 'add':
        return changed(result, pointer, given('add'));
      case 'replace':
        return changed(result, pointer, given('replace'));
      case 'remove':
        return changed(result, pointer, { how: 'remove', origin });
      case 'copy':
        return moved ? changed(result, pointer, { how: 'add', value: moved }) : result;
      case 'move': {
        if (!moved) return result;
        const without = changed(result, from, { how: 'remove', origin });
        return changed(without, pointer, { how: 'add', value: moved });
      }
      default:
        return result;
    }
  }, target);
}

/** The parts of a JSON pointer; undefined: there is none. The whole document is no place that a patch changes. */
function pointerOf(operation: unknown, key: 'path' | 'from'): string[] | undefined {
  const text = isMapping(operation) ? textAt(operation, key) : undefined;
  if (text?.startsWith('/') !== true) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The path that a pointer means: positions of lists are numbers. */
function resolved(target: Traced, pointer: readonly string[]): Path {
  const path: (string | number)[] = [];
  let found: Traced | undefined = target;
  for (const part of pointer) {
    const own: string | number = found?.type === 'list' && /^\d+$/.test(part) ? Number(part) : part;
    path.push(own);
    found = childOf(found, own);
  }
  return path;
}

type Change = { how: 'add' | 'replace'; value: Traced } | { how: 'remove'; origin: ValueOrigin };

function changed(target: Traced, [part, ...rest]: readonly string[], change: Change): Traced {
  if (part === undefined || target.type === 'leaf') return target;
  if (target.type === 'map') {
    const known = target.entries.get(part);
    if (rest.length > 0) {
      return known ? withEntry(target, part, changed(known, rest, change)) : target;
    }
    return change.how === 'remove'
      ? withoutEntry(target, part, change.origin)
      : withEntry(target, part, change.value);
  }
  const index = part === '-' ? target.items.length : Number(part);
  if (!/^(?:-|\d+)$/.test(part) || index > target.items.length) return target;
  const items = [...target.items];
  const item = items[index];
  if (rest.length > 0) {
    if (!item) return target;
    items[index] = changed(item, rest, change);
  } else if (change.how === 'remove') items.splice(index, 1);
  else if (change.how === 'add') items.splice(index, 0, change.value);
  else if (item) items[index] = change.value;
  return { ...target, items };
}
