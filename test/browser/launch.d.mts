import type { Browser, BrowserContext } from "playwright-core";

export const CHROMIUM: string;
export function launchChromium(): Promise<Browser>;
export function launchProfile(profile: string, extension?: string): Promise<BrowserContext>;
