import { answer } from "../answer.mjs";

export const runtime = "nodejs";
export const POST = answer;
