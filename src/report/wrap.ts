/** Where lines of text for people end. */
export const textWidth = 100;

/** Breaks lines at spaces, so that none is longer than the width; a word that is longer stays whole, and so does `50 %`. */
export function wrap(text: string, width = textWidth): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/ (?!%)/)) {
    if (current === '') current = word;
    else if (current.length + 1 + word.length <= width) current += ` ${word}`;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}
