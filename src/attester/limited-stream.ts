/** A body that breaks off where it becomes longer than it may. */

/** The body, and whether it was too long. */
export interface LimitedStream {
  readonly body: ReadableStream<Uint8Array> | null;
  readonly isOver: () => boolean;
}

/** Passes chunks on as they are asked for; none is kept. */
export function limited(body: ReadableStream<Uint8Array> | null, limit: number): LimitedStream {
  let total = 0;
  const meter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      total += chunk.length;
      if (total > limit) controller.error(new RangeError(`the body is larger than ${limit} bytes`));
      else controller.enqueue(chunk);
    },
  });
  return { body: body?.pipeThrough(meter) ?? null, isOver: () => total > limit };
}
