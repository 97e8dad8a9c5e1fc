// Commands that go on until they are stopped.

/** Resolves once the process is asked to end. */
export async function untilAsked(): Promise<void> {
  await new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
}
