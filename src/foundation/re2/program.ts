/** One step of a program: what has to be true for a match to go on, and where it goes on. */
export type Instruction =
  | { kind: 'character'; test: CharacterTest }
  | { kind: 'split'; first: number; second: number }
  | { kind: 'jump'; to: number }
  | { kind: 'assertion'; assertion: Assertion }
  | { kind: 'match' };

/** Whether a character, as a text of one code point, is one of those that are meant. */
export type CharacterTest = (character: string) => boolean;

export type Assertion =
  'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-boundary' | 'no-word-boundary';

export type Program = readonly Instruction[];

/** How much work is left, in steps; a matcher takes away what it uses. */
export interface StepBudget {
  left: number;
}

/**
 * Whether the whole text matches, in time that grows with the text and the program and no faster.
 *
 * @returns Undefined where the budget does not suffice.
 */
export function matchesFully(
  program: Program,
  text: string,
  budget: StepBudget,
): boolean | undefined {
  const characters = [...text];
  let active: number[] = [];
  const seen = new Uint32Array(program.length);
  for (let at = 0; at <= characters.length; at += 1) {
    // A match begins at the start of the text alone.
    const states = reached(program, at === 0 ? [0] : active, characters, at, seen, budget);
    if (budget.left < 0) return undefined;
    const character = characters[at];
    if (character === undefined) return states.some((state) => program[state]?.kind === 'match');
    active = states.flatMap((state) => {
      const instruction = program[state];
      return instruction?.kind === 'character' && instruction.test(character) ? [state + 1] : [];
    });
    if (active.length === 0) return false;
  }
  return false;
}

/** The states that are reached without another character, each once. */
function reached(
  program: Program,
  from: readonly number[],
  characters: readonly string[],
  at: number,
  seen: Uint32Array,
  budget: StepBudget,
): number[] {
  const mark = at + 1;
  const open = [...from].reverse();
  const states: number[] = [];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    budget.left -= 1;
    if (seen[state] === mark) continue;
    seen[state] = mark;
    const instruction = program[state];
    switch (instruction?.kind) {
      case 'split':
        open.push(instruction.second, instruction.first);
        break;
      case 'jump':
        open.push(instruction.to);
        break;
      case 'assertion':
        if (holds(instruction.assertion, characters, at)) open.push(state + 1);
        break;
      default:
        states.push(state);
    }
  }
  return states;
}

function holds(assertion: Assertion, characters: readonly string[], at: number): boolean {
  const isWordBefore = isWord(characters[at - 1]);
  const isWordAfter = isWord(characters[at]);
  switch (assertion) {
    case 'text-start':
      return at === 0;
    case 'text-end':
      return at === characters.length;
    case 'line-start':
      return at === 0 || characters[at - 1] === '\n';
    case 'line-end':
      return at === characters.length || characters[at] === '\n';
    case 'word-boundary':
      return isWordBefore !== isWordAfter;
    case 'no-word-boundary':
      return isWordBefore === isWordAfter;
  }
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^[0-9A-Za-z_]$/.test(character);
}
