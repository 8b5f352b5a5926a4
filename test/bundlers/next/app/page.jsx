"use client";
import { useEffect } from "react";

/** The same page as every bundler's, in the client alone. */
export default function Page() {
  useEffect(() => {
    void import("../main.mjs");
  }, []);
  return <p>witnesslock</p>;
}
