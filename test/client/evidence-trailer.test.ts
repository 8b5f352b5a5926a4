/** Evidence in the trailers of a gRPC-web body: put in, taken out, and the rest left as it was. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatenated } from "../../src/bytes.ts";
import { addToTrailer, takeFromTrailer } from "../../src/evidence-trailer.ts";
import {
  DATA,
  TRAILER,
  frame,
  isGrpcWeb,
  lastFrame,
  readFrames,
} from "../../src/grpc-web-frames.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (body: Uint8Array) => new TextDecoder().decode(body);
const body = (trailers: string, message = "proof") =>
  concatenated([frame(bytes(message)), frame(bytes(trailers), TRAILER)]);

describe("frames", () => {
  test("a body is its frames, and is none where it ends inside of one", () => {
    const whole = body("grpc-status:0\r\n");
    expect(readFrames(whole)?.map(({ flags, content }) => [flags, text(content)])).toEqual([
      [DATA, "proof"],
      [TRAILER, "grpc-status:0\r\n"],
    ]);
    expect(readFrames(new Uint8Array())).toEqual([]);
    const first = frame(bytes("proof")).length;
    for (let length = 1; length < whole.length; length += 1) {
      const frames = readFrames(whole.subarray(0, length));
      if (length === first) expect(frames).toHaveLength(1);
      else expect(frames, `${length}`).toBeUndefined();
    }
  });

  test("a length of 4 GiB is read as one, and is too long", () => {
    expect(readFrames(new Uint8Array([0, 0xff, 0xff, 0xff, 0xff, 1]))).toBeUndefined();
  });

  test("the media type counts, not its parameters or letters", () => {
    const is = (type: string) => isGrpcWeb(new Headers({ "Content-Type": type }));
    expect(is("application/grpc-web+proto")).toBe(true);
    expect(is("Application/gRPC-Web; charset=utf-8")).toBe(true);
    for (const type of ["application/grpc-web-text", "application/grpc", "application/json"]) {
      expect(is(type), type).toBe(false);
    }
    expect(isGrpcWeb(new Headers())).toBe(false);
  });
});

describe("evidence", () => {
  test("what is added is taken out, and the body is the prover's again", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 3 }),
        fc.array(fc.constantFrom("grpc-status:0\r\n", "grpc-message: x\r\n", "a:b\n"), {
          maxLength: 3,
        }),
        fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/),
        (messages, lines, evidence) => {
          const before = concatenated([
            ...messages.map((message) => frame(message)),
            frame(bytes(lines.join("")), TRAILER),
          ]);
          const with_ = addToTrailer(before, evidence);
          if (with_ === undefined) throw new Error("there is a trailer frame");
          expect(with_).not.toEqual(before);
          expect(takeFromTrailer(with_)).toEqual({ body: before, values: [evidence] });
        },
      ),
    );
  });

  test("a line of any spelling, anywhere among the others", () => {
    const found = takeFromTrailer(body("a:1\r\nAttestation-REPORT: \tQUJD \r\ngrpc-status:0\r\n"));
    expect(found.values).toEqual(["QUJD"]);
    expect(found.body).toEqual(body("a:1\r\ngrpc-status:0\r\n"));
  });

  test("two lines are two values", () => {
    const { values } = takeFromTrailer(body("attestation-report:A\r\nattestation-report:B\r\n"));
    expect(values).toEqual(["A", "B"]);
  });

  test("bytes beyond ASCII do not turn into other characters", () => {
    const line = concatenated([bytes("attestation-report:QU"), new Uint8Array([0xc3, 0xa9])]);
    expect(takeFromTrailer(frame(line, TRAILER)).values).toEqual(["QU\u00c3\u00a9"]);
  });

  test.each([
    ["no frames", bytes("proof")],
    ["no trailers", frame(bytes("proof"))],
    ["a compressed trailer frame", frame(bytes("grpc-status:0\r\n"), 0x81)],
    ["a message behind the trailers", concatenated([body("grpc-status:0\r\n"), frame(bytes("x"))])],
    ["a cut-off body", body("grpc-status:0\r\n").subarray(0, -1)],
    ["nothing", new Uint8Array()],
  ])("%s carries none, and stays as it is", (_name, given) => {
    const found = takeFromTrailer(given);
    expect(found.values).toEqual([]);
    expect(found.body).toBe(given);
    expect(addToTrailer(given, "QUJD")).toBeUndefined();
  });

  test("nothing is added behind a line without an end, or beside a line of the prover's own", () => {
    expect(addToTrailer(body("grpc-status:0"), "QUJD")).toBeUndefined();
    expect(addToTrailer(body("attestation-report:QUJD\r\n"), "QUJD")).toBeUndefined();
  });
});

describe("what somebody on the way may make of a body costs no more than the body", () => {
  const EVIDENCE = "attestation-report:AAAA\r\n";
  const MANY = 4 * 1024 * 1024;
  const allocating = (run: () => unknown) => {
    const before = process.memoryUsage();
    run();
    const after = process.memoryUsage();
    return after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  };

  test("frames without number: the last one is found, and an answer of one message has none so many", () => {
    const empty = new Uint8Array(5 * MANY);
    const many = concatenated([empty, frame(bytes(EVIDENCE), TRAILER)]);
    expect(
      allocating(() => {
        expect(lastFrame(many)?.flags).toBe(TRAILER);
      }),
    ).toBeLessThan(MANY);
    expect(takeFromTrailer(many).values).toEqual(["AAAA"]);
    expect(readFrames(many)).toBeUndefined();
    expect(readFrames(empty.subarray(0, 5 * 1024))).toHaveLength(1024);
    expect(readFrames(empty.subarray(0, 5 * 1025))).toBeUndefined();
    for (const cut of [many.subarray(0, -1), many.subarray(0, 5 * MANY + 3)]) {
      expect(lastFrame(cut)).toBeUndefined();
    }
    expect(lastFrame(new Uint8Array())).toBeUndefined();
  });

  test("lines without number, and a frame without end, carry nothing", () => {
    const lines = (count: number) => body(`${"\n".repeat(count - 1)}${EVIDENCE}`);
    expect(takeFromTrailer(lines(1024)).values).toEqual(["AAAA"]);
    expect(takeFromTrailer(lines(1025)).values).toEqual([]);
    expect(addToTrailer(body("\n".repeat(1024)), "AAAA")).toBeUndefined();
    expect(addToTrailer(body("\n".repeat(1023)), "AAAA")).toBeDefined();
    const long = (length: number) => body(`x:${"y".repeat(length - 4)}\r\n`);
    expect(addToTrailer(long(1024 * 1024), "AAAA")).toBeDefined();
    expect(addToTrailer(long(1024 * 1024 + 1), "AAAA")).toBeUndefined();
    const flood = frame(new Uint8Array(MANY).fill(0x0a), TRAILER);
    expect(allocating(() => takeFromTrailer(flood))).toBeLessThan(MANY);
  });
});
