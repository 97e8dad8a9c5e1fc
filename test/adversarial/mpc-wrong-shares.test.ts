// Nodes of `mpc` that send wrong shares or lie about the outcome, against real clients and the real
// contract: a round either fails or settles the optimum, and nobody who did nothing wrong is ever
// named.
import { expect } from "chai";
import { readOutcome, readState } from "../../client/chain/coordinator/read.ts";
import type { NodeIndex } from "../../client/crypto/sharing/link.ts";
import { mpcEngine } from "../../client/engines/mpc/engine.ts";
import type { NodeClosing } from "../../client/engines/mpc/messages.ts";
import { ConcordatError, ProtocolError } from "../../client/errors.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import { solveExact } from "../../client/lp/exact/solve.ts";
import { defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { randomBelow } from "../../client/math/random.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { sampleSeed } from "../../scripts/deep-profile.ts";
import { amongThree } from "../engines/mpc/problems.ts";
import { testSeed } from "../support/certificate.ts";
import { agree, type Played, playCompanies } from "../support/companies.ts";
import { itemsOf, program } from "../support/programs.ts";
import { sampled } from "../support/sampled.ts";
import { type Closing, KINDS, type Kind, type Lie, lyingEngine, Saboteur, sabotaged } from "./wrong-shares.ts";

const NODES: readonly NodeIndex[] = [0, 1, 2];
/** Errors that say only that somebody else has stopped. */
const FOLLOWING = new Set(["PeerLost", "PeerRefused"]);

const WHOLE = program(
  [-3, -5, -4],
  [
    [[2, 3, 0], 8],
    [[0, 2, 5], 10],
    [[3, 2, 4], 15],
    [[-1, 0, -1], -1],
  ],
  [[[1, 1, 1], 4]],
);
const { parties } = amongThree(WHOLE);
const honest = () => NODES.map(() => new Saboteur(null));

/**
 * The ways in which a node may spoil a message: one bit, all bytes, or words a little too large.
 */
const SPOILS: readonly Lie["spoil"][] = [
  (bytes) => bytes.map((byte, k) => (k === bytes.length >> 1 ? byte ^ 1 : byte)),
  (bytes) => bytes.map((byte, k) => byte ^ (k % 7 === 0 ? 0x5a : 0)),
  (bytes) => bytes.map((byte, k) => (k % 16 === 5 ? (byte + 1) & 255 : byte)),
];

describe("a node of mpc that cheats", function () {
  this.timeout(120_000);
  let chain: LocalChain;
  let objective: bigint;
  /** Of an honest run. */
  let refinements: number;
  let sent: readonly Readonly<Record<Kind, number>>[];

  before(async () => {
    chain = await startLocalChain(3);
    const { round } = agree(chain, parties, mpcEngine());
    const tolerances = defaultTolerances(round.decimals, itemsOf(WHOLE));
    const exact = await solveExact(WHOLE, { ...round, solver: highsSolver, tolerances });
    if (exact.kind !== "optimal") throw new Error("an optimum is due");
    objective = exact.objective;
    const saboteurs = honest();
    const played = await play(saboteurs, null, { change: (closing) => closing, believed: false });
    await settlesOptimum(played);
    expect(saboteurs.map(({ attempts }) => attempts)).to.deep.equal([1, 1, 1]);
    sent = saboteurs.map((saboteur) => saboteur.sent);
    refinements = saboteurs[0]!.refinements;
  });
  after(() => chain.close());

  /**
   * Node `cheat` does what `closing` says; the others keep to the protocol, since their saboteurs
   * do nothing.
   */
  function play(saboteurs: readonly Saboteur[], cheat: NodeIndex | null, closing: Closing): Promise<Played> {
    const agreement = agree(chain, parties, mpcEngine());
    const sessions = sabotaged(sessionsInProcess(), saboteurs);
    return playCompanies(chain, parties, mpcEngine(), agreement, {
      change: (input) => {
        const { meter } = saboteurs[input.party]!;
        const engine =
          input.party === cheat ? lyingEngine(meter, agreement.round, closing) : mpcEngine({ sessionMeter: meter });
        return { ...input, sessions, engine };
      },
    });
  }

  async function settlesOptimum({ results, round }: Played): Promise<void> {
    for (const result of results) if (result.status === "rejected") throw result.reason;
    const { phase } = (await readState(chain.sessions[0]!, round)).state;
    expect(phase).to.equal("settled");
    const onChain = await readOutcome(chain.sessions[0]!, round);
    expect(onChain.kind).to.equal("optimal");
    expect(Number(onChain.objective - objective) / Number(objective)).to.be.closeTo(0, 1e-6);
  }

  /** The errors of the honest clients, except of those that only heard that others had stopped. */
  function findings({ results }: Played, cheat: NodeIndex): ConcordatError[] {
    const reasons = results.flatMap((result, party) =>
      party !== cheat && result.status === "rejected" ? [result.reason as unknown] : [],
    );
    return reasons.filter((reason) => reason instanceof ConcordatError).filter(({ code }) => !FOLLOWING.has(code));
  }

  async function failsOrSettlesOptimum(played: Played, cheat: NodeIndex): Promise<boolean> {
    if (played.results.every(({ status }) => status === "fulfilled")) {
      await settlesOptimum(played);
      return true;
    }
    for (const error of findings(played, cheat))
      if (error instanceof ProtocolError) expect([cheat, undefined], error.code).to.include(error.party);
    const { phase } = (await readState(chain.sessions[0]!, played.round)).state;
    expect(phase).not.to.equal("settled");
    return false;
  }

  it("cannot settle a wrong outcome, whatever message it spoils", async () => {
    let noticed = 0;
    for (const [k, kind] of KINDS.entries())
      for (const cheat of sampled(NODES, 3, k)) {
        // In the first half, because the number of messages differs from round to round.
        const random = testSeed(`lie ${cheat} ${kind}`);
        const at = Number(randomBelow(random, BigInt(sent[cheat]![kind]) / 2n));
        const lie = { kind, at, spoil: SPOILS[(cheat + k) % SPOILS.length]! };
        const saboteurs = NODES.map((node) => new Saboteur(node === cheat ? lie : null));
        const change = (closing: NodeClosing) => saboteurs[cheat]!.consistent(closing);
        const settled = await failsOrSettlesOptimum(await play(saboteurs, cheat, { change, believed: true }), cheat);
        expect(saboteurs[cheat]!.lied, `node ${cheat}, ${kind} ${at}`).to.equal(true);
        // Two nodes send what a third one opens. Any other change may look like a rounding error,
        // or be undone by a further attempt, from the data or with more digits.
        if (kind === "open") expect(settled, `node ${cheat}, opening ${at}`).to.equal(false);
        const honestNode = saboteurs[(cheat + 1) % NODES.length]!;
        if (!settled || honestNode.attempts > 1 || honestNode.refinements > refinements) noticed++;
      }
    // Of a sample, at least the opening is.
    expect(noticed).to.be.at.least(sampleSeed() === null ? 6 : 1);
  });

  for (const cheat of sampled(NODES, 3))
    it(`is named, node ${cheat}, when it closes with another outcome than the others, or reports other digests of its links`, async () => {
      const nothing = { sent: new Uint8Array(32), received: new Uint8Array(32) };
      const lies: readonly [code: string, change: Closing["change"]][] = [
        [
          "OutcomeDiffers",
          ({ answer, ...rest }) => {
            if (answer.kind !== "optimal") throw new Error("an optimum is due");
            return { ...rest, answer: { ...answer, x: answer.x.map((value) => value + 1_000_000n) } };
          },
        ],
        ["TranscriptDiffers", (closing) => ({ ...closing, digests: [nothing, nothing] })],
      ];
      for (const [code, change] of lies) {
        const played = await play(honest(), cheat, { change, believed: false });
        expect(await failsOrSettlesOptimum(played, cheat)).to.equal(false);
        const found = findings(played, cheat);
        expect(found.length).to.be.at.least(1);
        for (const error of found) expect(error).to.include({ code, party: cheat });
      }
    });
});
