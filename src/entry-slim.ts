/** `witnesslock/slim`: no module inside; its caller gives one to `init` or `initSync`. */
export const shipped: string | WebAssembly.Module | undefined = undefined;
