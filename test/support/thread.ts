// Modules of threads that are asked as second threads are. No effect on import.

/**
 * A module that runs `code` in the thread, where `answer` takes a function from a task to its
 * answer, and says that the thread has loaded.
 */
export function threadOf(code: string): URL {
  const address = new URL("../../client/crypto/second-thread.ts", import.meta.url);
  const imports = `import { workerData } from "node:worker_threads"; import { answerTasks } from "${address}";`;
  const text = `${imports} const answer = (one) => answerTasks(workerData, one); ${code}`;
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`);
}
