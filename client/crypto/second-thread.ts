// A thread that does half of a task while the calling thread does the other half, and then waits
// for it: so what calls it need not be asynchronous. Whoever asks must be able to do all by itself,
// since the thread may not have loaded yet, may be busy, or may be gone. It sees what it is asked,
// secrets included.
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";

/** What the thread begins with. */
export interface ThreadData {
  /** Tasks arrive here, and an answer goes back for each. */
  readonly port: MessagePort;
  /** How often the thread has said something: that it has loaded, then each answer. */
  readonly said: Int32Array<SharedArrayBuffer>;
  /** Whatever its tasks have in common. */
  readonly common: unknown;
}

/** What the thread's module does, once it has loaded. */
export function answerTasks<Task, Answer>({ port, said }: ThreadData, answer: (task: Task) => Answer): void {
  const say = () => {
    Atomics.add(said, 0, 1);
    Atomics.notify(said, 0);
  };
  port.on("message", (task: Task) => {
    port.postMessage(answer(task));
    say();
  });
  say();
}

export class SecondThread<Task, Answer> {
  readonly #worker: Worker;
  readonly #said = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #port: MessagePort;
  readonly #patienceMs: number;
  /** What `said` is when it has loaded and answered everything. */
  #due = 1;
  #gone = false;

  /** `worker`: a module that takes `ThreadData`. The thread does not keep the process alive. */
  constructor(worker: URL, patienceMs: number, common: unknown = null) {
    const { port1, port2 } = new MessageChannel();
    const workerData: ThreadData = { port: port2, said: this.#said, common };
    this.#worker = new Worker(worker, { workerData, transferList: [port2] });
    this.#worker.unref();
    // An error ends the thread, as anything may at any time.
    this.#worker.on("error", () => {});
    this.#worker.on("exit", () => {
      this.#gone = true;
    });
    this.#port = port1;
    this.#patienceMs = patienceMs;
  }

  /** Null if it cannot answer now; else what waits for the answer, and is null if none comes. */
  ask(task: Task): (() => Answer | null) | null {
    if (this.#gone || Atomics.load(this.#said, 0) !== this.#due) return null;
    // One that came too late.
    receiveMessageOnPort(this.#port);
    this.#port.postMessage(task);
    const before = this.#due++;
    return () => {
      Atomics.wait(this.#said, 0, before, this.#patienceMs);
      return Atomics.load(this.#said, 0) === this.#due ? (receiveMessageOnPort(this.#port)!.message as Answer) : null;
    };
  }

  /** Ends the thread, whatever it is doing. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
