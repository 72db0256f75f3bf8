/** What a runner takes for a command: `::…` at the start of a line, `##[` anywhere. */
export function commandsIn(text: string): string[] {
  return text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
}

/** Characters that a terminal acts on, or nobody sees; ends of lines are none. */
export const invisible =
  // eslint-disable-next-line no-control-regex -- these are what it is about
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/;

/** In Markdown: elements that run or load something, and links and pictures of others; each may stand there escaped. */
export function markupIn(markdown: string): string[] {
  const found = markdown.matchAll(
    /(?<!\\)(?:<\/?(?:script|img|iframe|style|a)\b[^>]*>|!?\[[^\]\n]*(?<!\\)\]\(https:\/\/evil[^)]*\)|<https:\/\/evil[^>]*>)/gi,
  );
  return [...found].map(([text]) => text);
}
