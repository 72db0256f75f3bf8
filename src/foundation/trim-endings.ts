/**
 * A text without what it ends with, however often. In a time that grows with its length, which that of `/(?:x)+$/` does not:
 * it begins anew at every x.
 */
export function trimEndings(text: string, ...endings: string[]): string {
  let end = text.length;
  for (;;) {
    const ending = endings.find((each) => text.endsWith(each, end));
    if (ending === undefined) return text.slice(0, end);
    end -= ending.length;
  }
}
