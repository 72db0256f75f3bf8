import { isMapping } from '../foundation/values.js';
import type { AdmissionProblem, Topic } from './problem.js';

/**
 * A value in a manifest, at its place, as istiod's decoder sees it: what is missing, null or of another type reads as the
 * default of what is asked for (wrong types are the schema's business). Source: istio.io/api, proto3 semantics.
 */
export class Field {
  readonly #parent: Field | undefined;
  readonly #key: string | number;
  constructor(
    readonly value: unknown,
    parent?: Field,
    key: string | number = '',
  ) {
    this.#parent = parent;
    this.#key = key;
  }

  /** Only who reports something asks for it: few of the many fields are ever told of. */
  get path(): readonly (string | number)[] {
    return this.#parent ? [...this.#parent.path, this.#key] : [];
  }

  get(key: string): Field {
    const { value } = this;
    const child = isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return new Field(child, this, key);
  }

  /** Whether anything stands there: an empty text, 0 and `{}` do count. */
  get isSet(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get text(): string {
    return typeof this.value === 'string' ? this.value : '';
  }

  get number(): number {
    return typeof this.value === 'number' ? this.value : 0;
  }

  get flag(): boolean {
    return this.value === true;
  }

  get items(): Field[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((item, index) => new Field(item, this, index));
  }

  /** The entries of a map; a null among its values is an entry too. */
  get entries(): [key: string, value: Field][] {
    const { value } = this;
    if (!isMapping(value)) return [];
    return Object.keys(value).map((key) => [key, this.get(key)]);
  }
}

/** Takes what one check has to say. */
export type ReportProblem = (problem: {
  at: Field;
  topic: Topic;
  message: string;
  /** `error` unless said. */
  severity?: AdmissionProblem['severity'];
  part?: 'key' | 'value';
}) => void;

/** For the places from which istiod lets no warning through. */
export function errorsOnly(report: ReportProblem): ReportProblem {
  return (problem) => {
    if (problem.severity !== 'warning') report(problem);
  };
}
