/** As much of the protobuf wire format as talking to istiod takes. */

/** The fields of a message by number; a nested message, text or double is its bytes. */
export type Fields = Map<number, (number | Buffer)[]>;

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

export function readFields(message: Buffer): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw new Error('a protobuf message ends too early');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(value);
    }
  };
  const bytes = (length: number) => message.subarray(at, (at += length));
  while (at < message.length) {
    const tag = varint();
    const wire = tag & 7;
    let value: number | Buffer;
    if (wire === VARINT) value = varint();
    else if (wire === FIXED64) value = bytes(8);
    else if (wire === FIXED32) value = bytes(4);
    else if (wire === BYTES) value = bytes(varint());
    else throw new Error(`unknown protobuf wire type ${wire}`);
    const number = Math.floor(tag / 8);
    const values = fields.get(number);
    if (values) values.push(value);
    else fields.set(number, [value]);
  }
  return fields;
}

/** The messages of a repeated field. */
export function messagesOf(fields: Fields | undefined, number: number): Fields[] {
  return (fields?.get(number) ?? []).map((value) => readFields(value as Buffer));
}

/** A nested message; undefined where it is not set. */
export function messageOf(fields: Fields | undefined, number: number): Fields | undefined {
  return messagesOf(fields, number).at(-1);
}

export function numberOf(fields: Fields | undefined, number: number): number {
  const value = fields?.get(number)?.at(-1);
  return typeof value === 'number' ? value : 0;
}

export function textOf(fields: Fields | undefined, number: number): string {
  const value = fields?.get(number)?.at(-1);
  return value instanceof Buffer ? value.toString('utf8') : '';
}

export function doubleOf(fields: Fields | undefined, number: number): number {
  const value = fields?.get(number)?.at(-1);
  return value instanceof Buffer ? value.readDoubleLE() : 0;
}

/** A number in a wrapper message such as UInt32Value; undefined where it is not set. */
export function wrappedOf(fields: Fields | undefined, number: number): number | undefined {
  const wrapper = messageOf(fields, number);
  return wrapper && numberOf(wrapper, 1);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}

/** A nested message or a text. */
export function bytesField(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(number * 8 + BYTES), varint(bytes.length), bytes]);
}

/** A google.protobuf.Struct of texts and further objects. */
export function structOf(object: Record<string, unknown>): Buffer {
  return Buffer.concat(
    Object.entries(object).map(([key, value]) => {
      const content =
        typeof value === 'object'
          ? bytesField(5, structOf(value as Record<string, unknown>))
          : bytesField(3, String(value));
      return bytesField(1, Buffer.concat([bytesField(1, key), bytesField(2, content)]));
    }),
  );
}

/** The bytes of a field; empty where it is not set. */
export function bytesOf(fields: Fields | undefined, number: number): Buffer {
  const value = fields?.get(number)?.at(-1);
  return value instanceof Buffer ? value : Buffer.alloc(0);
}
