/** What the reader waits for. Envoy calls these the states of its parser. */
type State = 'text' | 'name' | 'arguments' | 'quote' | 'argument' | 'comma' | 'bracket' | 'percent';

/**
 * What is wrong with a header's value. Envoy replaces `%NAME%`, `%NAME(ARGUMENT)%` and `%NAME(["ARGUMENT", …])%` in it;
 * `%%` is a plain `%`.
 * Source: istio.io/istio pkg/config/validation/validation.go ValidateHTTPHeaderValue, header_value_validator.go.
 */
export function headerValueProblem(value: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- these are what it is about
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) return 'has control characters in it';
  let state: State = 'text';
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    const isEscape =
      state === 'text' ? value.startsWith('%%', at) : state === 'argument' && character === '\\';
    if (isEscape) {
      at++;
      if (at === value.length) return 'ends with a backslash';
      continue;
    }
    // Spaces are skipped between arguments and are part of everything else: no state is left by one.
    if (character === ' ') continue;
    const next: State | undefined = step[state](character);
    if (next === undefined) return `has an unexpected "${character}" after %`;
    state = next;
  }
  return state === 'text' ? undefined : 'has a "%" that is not closed; write %% for a plain one';
}

const step: Readonly<Record<State, (character: string) => State | undefined>> = {
  text: (character) => (character === '%' ? 'name' : 'text'),
  name: (character) => (character === '%' ? 'text' : character === '(' ? 'arguments' : 'name'),
  arguments: (character) => (character === '[' ? 'quote' : 'argument'),
  quote: (character) => (character === '"' ? 'argument' : undefined),
  argument: (character) =>
    character === ')' ? 'percent' : character === '"' ? 'comma' : 'argument',
  comma: (character) => (character === ',' ? 'quote' : character === ']' ? 'bracket' : undefined),
  bracket: (character) => (character === ')' ? 'percent' : undefined),
  percent: (character) => (character === '%' ? 'text' : undefined),
};
