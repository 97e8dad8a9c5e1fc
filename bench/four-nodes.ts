// The method of mpc on shares of three and of four nodes, all in one process: rounds, and the bytes
// that a node sends and the seconds of processor time that it takes on average.
// Run: node bench/four-nodes.ts [program …]
import { FourNodes } from "../client/crypto/four-sharing/four-nodes.ts";
import { shareInput as dealFour } from "../client/crypto/four-sharing/input.ts";
import { connectFour, NODES as FOUR } from "../client/crypto/four-sharing/link.ts";
import { Arithmetic } from "../client/crypto/sharing/arithmetic.ts";
import { shareInput } from "../client/crypto/sharing/input.ts";
import { connectLinks } from "../client/crypto/sharing/link.ts";
import type { SharingMeter } from "../client/crypto/sharing/party.ts";
import { ThreeNodes } from "../client/crypto/sharing/three-nodes.ts";
import { checkInputs } from "../client/engines/mpc/input/check-inputs.ts";
import { inputWords } from "../client/engines/mpc/input/words.ts";
import { firstTableau } from "../client/engines/mpc/simplex/first-tableau.ts";
import { prepareTableau, runIterations } from "../client/engines/mpc/solve.ts";
import { createRandom } from "../client/math/random.ts";
import { consortium } from "../test/engines/multi-party/problems.ts";
import { loadExample } from "../test/support/examples.ts";
import { neighbourSecrets } from "./node-processes.ts";

const SEED = createRandom(new Uint8Array(32).fill(7));
const PROGRAMS = ["avgas", "afiro", "sc50b", "adlittle"];

function threeNodes(meter: SharingMeter): Arithmetic[] {
  const links = connectLinks();
  const seeds = neighbourSecrets();
  return ([0, 1, 2] as const).map(
    (node) => new Arithmetic(new ThreeNodes({ node, links: links[node], seeds: seeds[node]!, epoch: 0, meter })),
  );
}

function fourNodes(meter: SharingMeter): Arithmetic[] {
  const links = connectFour();
  const seeds = FOUR.map((lacking) => SEED.fork(`key/${lacking}`).bytes(32));
  return FOUR.map((node) => new Arithmetic(new FourNodes({ node, links: links[node]!, seeds, epoch: 0, meter })));
}

async function measure(name: string, create: (meter: SharingMeter) => Arithmetic[]): Promise<void> {
  const { program, decimals } = await loadExample(name);
  const { round, parties } = consortium(program, 3, 3, decimals);
  const counts = { rounds: 0, messages: 0, bytes: 0 };
  const nodes = create({
    add: (_, counted, amount) => {
      counts[counted] += amount;
    },
  });
  const inputs = parties.map((rows, party): readonly Uint8Array[] => {
    const [words, random] = [inputWords(rows), SEED.fork(`input/${party}`)];
    return nodes.length === 3 ? shareInput(words, random) : dealFour(words, random).messages;
  });
  const before = process.cpuUsage();
  const answers = await Promise.all(
    nodes.map(async (arithmetic) => {
      const shares = inputs.map((messages, party) =>
        arithmetic.importInput(messages[arithmetic.node]!, inputWords(parties[party]!).length),
      );
      const shared = { arithmetic, round, inputs: shares };
      await checkInputs(shared);
      const tableau = await firstTableau(shared);
      const random = SEED.fork("public");
      await prepareTableau(tableau, random);
      return runIterations(shared, tableau, { random });
    }),
  );
  const { user, system } = process.cpuUsage(before);
  const [{ answer, iterations }] = answers as [(typeof answers)[number]];
  const each = (total: number) => Math.round(total / nodes.length).toLocaleString("en");
  console.log(
    [
      ...[name, nodes.length, answer.kind, iterations],
      ...[each(counts.rounds), each(counts.bytes), ((user + system) / 1e6 / nodes.length).toFixed(2)],
    ].join(" | "),
  );
}

console.log("program | nodes | outcome | iterations | rounds | bytes a node | processor time a node, s");
for (const name of process.argv.length > 2 ? process.argv.slice(2) : PROGRAMS)
  for (const create of [threeNodes, fourNodes]) await measure(name, create);
