/** SHA-256 of bytes, hexadecimal. */
export function sha256(bytes: Uint8Array): string;
/** One hash over every file that the module is made of. */
export function hashSources(): string;
