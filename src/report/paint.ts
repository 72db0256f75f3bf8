/** ANSI styles, or none of them. */
export interface Paint {
  error: (text: string) => string;
  warning: (text: string) => string;
  notice: (text: string) => string;
  strong: (text: string) => string;
  faint: (text: string) => string;
  good: (text: string) => string;
}

const codes: Record<keyof Paint, number> = {
  error: 31,
  warning: 33,
  notice: 36,
  strong: 1,
  faint: 2,
  good: 32,
};

export function paint(color: boolean): Paint {
  const style = (code: number) => (text: string) =>
    color ? `\u001b[${code}m${text}\u001b[0m` : text;
  return Object.fromEntries(
    Object.entries(codes).map(([name, code]) => [name, style(code)]),
  ) as unknown as Paint;
}
