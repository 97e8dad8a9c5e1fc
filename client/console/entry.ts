// Who may ask: whoever has the key, which is given once for the token of the link that the terminal
// shows. The key is a header, not a cookie: browsers send cookies to every port of a host, and so
// to other servers on this machine (docs/decisions/0049-console.md).
import { createHash, timingSafeEqual } from "node:crypto";
import type { Random } from "../math/random.ts";

const BYTES = 32;

export class Entry {
  readonly token: string;
  readonly #key: string;
  #isUsed = false;

  constructor(random: Random) {
    this.token = textOf(random.bytes(BYTES));
    this.#key = textOf(random.bytes(BYTES));
  }

  /** The key for the right token, the first time; else null. */
  enter(token: string): string | null {
    if (this.#isUsed || !isSame(token, this.token)) return null;
    this.#isUsed = true;
    return this.#key;
  }

  /** Whether a request's Authorization has the key. */
  admits(authorization: string | undefined): boolean {
    return isSame(authorization ?? "", `Bearer ${this.#key}`);
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

/** Compares digests of the same length with Node's comparison in constant time. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
