/** @typedef {import('./draw.mjs').Draw} Draw */

/** Where decoders stumble: halves of characters, overlong and forbidden ones, byte order marks, NUL. */
const awkward = [
  [0x00],
  [0x07],
  [0x1b, 0x5b, 0x33, 0x31, 0x6d],
  [0x7f],
  [0x80],
  [0xc0, 0x80],
  [0xc2, 0x85],
  [0xc3],
  [0xe2, 0x80],
  [0xe2, 0x80, 0xa8],
  [0xe2, 0x80, 0xae],
  [0xed, 0xa0, 0x80],
  [0xef, 0xbb, 0xbf],
  [0xef, 0xbf, 0xbd],
  [0xef, 0xbf, 0xbe],
  [0xf0, 0x9f, 0x98],
  [0xf0, 0x9f, 0x98, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xff],
  [0xff, 0xfe],
];

/** @type {readonly [string, (bytes: Buffer, draw: Draw) => Buffer][]} */
export const byteMutations = [
  [
    'a bit flipped',
    (bytes, draw) => {
      const changed = Buffer.from(bytes);
      const at = draw.below(changed.length || 1);
      if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << draw.below(8));
      return changed;
    },
  ],
  [
    'awkward bytes',
    (bytes, draw) => {
      const at = draw.chance(0.2) ? 0 : draw.below(bytes.length + 1);
      const gone = draw.below(3);
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(draw.pick(awkward)),
        bytes.subarray(at + gone),
      ]);
    },
  ],
  ['cut off', (bytes, draw) => bytes.subarray(0, draw.below(bytes.length + 1))],
  [
    'a piece gone',
    (bytes, draw) => {
      const at = draw.below(bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + draw.below(40))]);
    },
  ],
  ['UTF-16', (bytes) => Buffer.from(`\ufeff${String(bytes)}`, 'utf16le')],
];
