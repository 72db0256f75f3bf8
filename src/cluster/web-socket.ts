import { randomBytes } from 'node:crypto';

/** One frame of the WebSocket protocol (RFC 6455). */
export interface WebSocketFrame {
  isLast: boolean;
  opcode: number;
  payload: Buffer;
}

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

/** A key for the handshake: sixteen random bytes. */
export function webSocketKey(): string {
  return randomBytes(16).toString('base64');
}

/** The bytes of a frame as a client sends it: whole, and masked. */
export function clientFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const size = length < 126 ? 0 : length < 0x10000 ? 2 : 8;
  const header = Buffer.alloc(2 + size);
  header[0] = 0x80 | opcode;
  header[1] = 0x80 | (size === 0 ? length : size === 2 ? 126 : 127);
  if (size === 2) header.writeUInt16BE(length, 2);
  if (size === 8) header.writeBigUInt64BE(BigInt(length), 2);
  const mask = randomBytes(4);
  const masked = Buffer.from(payload);
  for (const [index, byte] of payload.entries()) masked[index] = byte ^ (mask[index % 4] ?? 0);
  return Buffer.concat([header, mask, masked]);
}

/** Takes the bytes of a server as they come, and gives the frames that are complete. */
export class FrameReader {
  readonly #mostBytes: number;
  #chunks: Buffer[] = [];
  #length = 0;
  #needed = 2;

  /** @param mostBytes Of one frame. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** @throws Error for what no server may send */
  *take(chunk: Buffer): Generator<WebSocketFrame> {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= this.#needed) {
      const bytes = this.#joined();
      this.#chunks = [bytes];
      const size = this.#sizeOf(bytes);
      if (size === undefined || bytes.length < size.header + size.payload) return;
      const { header, payload } = size;
      this.#keep(bytes.subarray(header + payload));
      const first = bytes[0] ?? 0;
      yield {
        isLast: (first & 0x80) !== 0,
        opcode: first & 0x0f,
        payload: bytes.subarray(header, header + payload),
      };
    }
  }

  /** Without a copy where one chunk holds many frames. */
  #joined(): Buffer {
    const [first] = this.#chunks;
    return this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
  }

  #keep(rest: Buffer): void {
    this.#chunks = [rest];
    this.#length = rest.length;
    this.#needed = 2;
  }

  /** Undefined: the header is not complete. */
  #sizeOf(bytes: Buffer): { header: number; payload: number } | undefined {
    const second = bytes[1] ?? 0;
    if ((second & 0x80) !== 0) throw new Error('a masked frame from a server');
    const short = second & 0x7f;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    this.#needed = header;
    if (bytes.length < header) return undefined;
    const payload =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(2)
          : Number(bytes.readBigUInt64BE(2));
    if (payload > this.#mostBytes) throw new Error(`a frame of ${payload} bytes`);
    this.#needed = header + payload;
    return { header, payload };
  }
}
