// The method of mpc on shares of three and of four nodes, all in one process: rounds, and the bytes
// that a node sends and the seconds of processor time that it takes on average.
// Run: node bench/four-nodes.ts [program …]
import { FourNodes } from "../client/crypto/four-sharing/four-nodes.ts";
import { connectFour, NODES as FOUR } from "../client/crypto/four-sharing/link.ts";
import { Arithmetic } from "../client/crypto/sharing/arithmetic.ts";
import { connectLinks } from "../client/crypto/sharing/link.ts";
import type { SharingMeter } from "../client/crypto/sharing/party.ts";
import { ThreeNodes } from "../client/crypto/sharing/three-nodes.ts";
import { checkInputs } from "../client/engines/mpc/input/check-inputs.ts";
import { scaleInputs } from "../client/engines/mpc/input/scale.ts";
import { FOUR as FOUR_SET } from "../client/engines/mpc/nodes/four.ts";
import { THREE } from "../client/engines/mpc/nodes/three.ts";
import { firstTableau } from "../client/engines/mpc/simplex/first-tableau.ts";
import { prepareTableau, runIterations } from "../client/engines/mpc/solve.ts";
import { createRandom } from "../client/math/random.ts";
import { dealAll } from "../test/engines/mpc/dealt.ts";
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
  const { inputs } = dealAll({ round, parties, whole: program }, nodes.length === 3 ? THREE : FOUR_SET, SEED);
  const before = process.cpuUsage();
  const answers = await Promise.all(
    nodes.map(async (arithmetic) => {
      const held = inputs[arithmetic.node]!;
      const random = SEED.fork("public");
      const shares = held.map((components) => arithmetic.importInput(components));
      const shared = await scaleInputs({ arithmetic, round, inputs: shares }, (scaled) =>
        checkInputs(scaled, { held, components: nodes.length, random }),
      );
      const tableau = await firstTableau(shared);
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
