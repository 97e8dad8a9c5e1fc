// SHA-256 of everything so far. Messages are short and many, and a call of the hash function costs
// more than to copy them, so they are gathered first.
import { createHash } from "node:crypto";

const ROOM = 1 << 13;

export class RunningHash {
  readonly #hash = createHash("sha256");
  readonly #gathered = new Uint8Array(ROOM);
  #length = 0;

  update(bytes: Uint8Array): void {
    if (this.#length + bytes.length > ROOM) this.#flush();
    if (bytes.length > ROOM) {
      this.#hash.update(bytes);
      return;
    }
    this.#gathered.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  digest(): Uint8Array {
    this.#flush();
    return new Uint8Array(this.#hash.copy().digest());
  }

  #flush(): void {
    this.#hash.update(this.#gathered.subarray(0, this.#length));
    this.#length = 0;
  }
}
