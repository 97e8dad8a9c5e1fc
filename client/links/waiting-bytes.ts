// Bytes that arrived before anybody asked for them, in one contiguous buffer: neither its size nor
// the time to read it depends on the number of pieces in which they arrived, which the sender
// chooses.

export class WaitingBytes {
  #memory = new Uint8Array(0);
  #from = 0;
  #to = 0;

  get length(): number {
    return this.#to - this.#from;
  }

  /** All of them; valid until the next `put`. */
  view(): Uint8Array {
    return this.#memory.subarray(this.#from, this.#to);
  }

  /** Appends a copy of `bytes`. */
  put(bytes: Uint8Array): void {
    if (this.#to + bytes.length > this.#memory.length) this.#makeRoom(bytes.length);
    this.#memory.set(bytes, this.#to);
    this.#to += bytes.length;
  }

  /** Drops the first `count` bytes, at most `length`. */
  drop(count: number): void {
    this.#from += count;
  }

  /** Half of the memory is free afterwards, so that each byte is moved only a few times. */
  #makeRoom(bytes: number): void {
    const needed = 2 * (this.length + bytes);
    const old = this.view();
    if (needed > this.#memory.length) this.#memory = new Uint8Array(needed);
    this.#memory.set(old);
    this.#to = old.length;
    this.#from = 0;
  }
}
