import type { RecordedRun } from "./results.mjs";

export function block(results: Readonly<Record<string, RecordedRun>>): string;
export function withBlock(readme: string, results: Readonly<Record<string, RecordedRun>>): string;
export function updateReadme(check?: boolean): void;
