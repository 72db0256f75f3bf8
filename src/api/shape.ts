/**
 * The type of a field, at run time: a list has one shape for its items, a mapping one for each known key. The key `*`
 * means every key that is not listed, so `{ '*': 'text' }` is a mapping of any keys to texts.
 */
export type Shape = ScalarShape | readonly [Shape] | MappingShape;

/** A field whose presence alone matters is `anything`. */
export type ScalarShape = keyof Scalars;

export interface MappingShape {
  readonly [key: string]: Shape;
}

/** The TypeScript types of the scalar shapes. */
interface Scalars {
  text: string;
  number: number;
  /** A number without a fraction. */
  integer: number;
  boolean: boolean;
  /** As a port that is given by its number or its name. */
  'text-or-number': string | number;
  anything: unknown;
}

/**
 * The TypeScript type of the values that have a shape, so that both are written once. Every key of a mapping may be
 * missing, because manifests leave out what they like.
 */
export type TypeOf<S extends Shape> = S extends ScalarShape
  ? Scalars[S]
  : S extends readonly [infer Item extends Shape]
    ? TypeOf<Item>[]
    : S extends { readonly '*': infer Entry extends Shape }
      ? Record<string, TypeOf<Entry>>
      : S extends MappingShape
        ? { -readonly [Key in keyof S]?: TypeOf<S[Key]> }
        : never;

/** A mapping of any keys to texts, such as labels. */
export const texts = { '*': 'text' } as const satisfies Shape;

/** A mapping of any keys to numbers. */
export const numbers = { '*': 'number' } as const satisfies Shape;
