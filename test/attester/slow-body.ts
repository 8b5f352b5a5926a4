/** A body that is written by hand, and tells whether it was given up. */
export function slowBody() {
  let writer: ReadableStreamDefaultController<Uint8Array> | undefined;
  const state = { cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      writer = controller;
    },
    cancel() {
      state.cancelled = true;
    },
  });
  const write = (length: number) => {
    writer!.enqueue(new Uint8Array(length));
  };
  const end = () => {
    writer!.close();
  };
  return { body, state, write, end };
}
