#!/usr/bin/env node
// Starts the `concordat` command: from TypeScript in a checkout, from the built JavaScript in the
// package.
import { existsSync } from "node:fs";

const REQUIRED = 24;

if (Number.parseInt(process.versions.node, 10) < REQUIRED) {
  console.error(`concordat needs Node ${REQUIRED} or newer; this is ${process.versions.node}`);
  process.exitCode = 1;
} else {
  const source = new URL("./concordat.ts", import.meta.url);
  await import(existsSync(source) ? source.href : new URL("../dist/bin/concordat.js", import.meta.url).href);
}
