import { expect, test } from '@jest/globals';
import { clientFrame, FrameReader, opcodes } from '../../src/cluster/web-socket.js';

/** As a server sends it: without a mask. */
function serverFrame(opcode: number, payload: Buffer, isLast = true): Buffer {
  const { length } = payload;
  const first = (isLast ? 0x80 : 0) | opcode;
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload]);
  const header = Buffer.alloc(length < 65_536 ? 4 : 10);
  header[0] = first;
  header[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}

test('frames of every size, cut at every place', () => {
  const sizes = [0, 1, 125, 126, 127, 65_535, 65_536];
  const bytes = Buffer.concat(sizes.map((size) => serverFrame(2, Buffer.alloc(size, size & 255))));
  for (const step of [1, 2, 3, 7, 1000, bytes.length]) {
    const reader = new FrameReader(1 << 20);
    const lengths: number[] = [];
    for (let at = 0; at < bytes.length; at += step) {
      for (const { payload, opcode } of reader.take(bytes.subarray(at, at + step))) {
        lengths.push(payload.length);
        expect(opcode).toBe(opcodes.binary);
        expect(payload.every((byte) => byte === (payload.length & 255))).toBe(true);
      }
    }
    expect(lengths).toEqual(sizes);
  }
});

test('a frame that is too long, or masked, is an error before it has come', () => {
  expect(() => [...new FrameReader(100).take(serverFrame(2, Buffer.alloc(101)))]).toThrow('101');
  expect(() => [...new FrameReader(100).take(clientFrame(2, Buffer.from('x')))]).toThrow('masked');
});

test('what a client sends is masked, with the length in the shortest form', () => {
  for (const size of [0, 5, 125, 126, 65_535, 65_536]) {
    const payload = Buffer.alloc(size, 'ab');
    const frame = clientFrame(opcodes.binary, payload);
    const header = size < 126 ? 2 : size < 65_536 ? 4 : 10;
    expect(frame.length).toBe(header + 4 + size);
    expect((frame[1] ?? 0) & 0x80).toBe(0x80);
    const mask = frame.subarray(header, header + 4);
    const clear = frame.subarray(header + 4).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    expect(Buffer.from(clear).equals(payload)).toBe(true);
  }
});
