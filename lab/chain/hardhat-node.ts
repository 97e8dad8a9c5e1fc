// Serves a Hardhat chain over HTTP, in a separate process. `node hardhat-node.ts
// '{"blockSeconds":1,"port":0}'` prints "Listening on host:port" and serves until SIGTERM, or until
// its parent ends and so closes its standard input.
import { bareHardhat } from "./simulated.ts";

const { blockSeconds, port, automine } = JSON.parse(process.argv[2] ?? "{}");
const hre = await bareHardhat();
const server = await hre.network.createServer(
  {
    network: "default",
    override: { mining: { auto: automine, interval: blockSeconds * 1000 } },
  },
  "127.0.0.1",
  port,
);
const address = await server.listen();
console.log(`Listening on 127.0.0.1:${address.port}`);
const end = async (): Promise<never> => {
  await server.close();
  process.exit(0);
};
process.once("SIGTERM", end);
process.stdin.once("end", end).resume();
