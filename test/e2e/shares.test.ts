// Companies' public shares after a sealed round that they played: from each company's journal to
// the contract, and from there to an auditor who has nothing but the chain.
import { expect } from "chai";
import type { Address } from "viem";
import { auditRound, type Report, renderText } from "../../auditor/index.ts";
import { type OwnShareInput, postOwnShare } from "../../client/app/shares/own-share.ts";
import { readShares } from "../../client/chain/shares/read-shares.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { ConcordatError } from "../../client/errors.ts";
import { announce, combine } from "../../client/lp/joint/program.ts";
import { toPartyRows } from "../../client/lp/model/normalise.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { roundRandom } from "../../client/play/drive/life.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { cachingProvider, codesOf, expectAuditError, type Request } from "../support/audit.ts";
import { testSeed } from "../support/certificate.ts";
import { rejection } from "../support/network.ts";
import { agreeSealed, playSealed } from "../support/sealed-companies.ts";
import { smallEngine } from "../support/small-engines.ts";

const MINE = "st\n shaft: ore + 3 coal <= 6\nend\n";
const SMELTER = "max\n obj: 3 ore + 2 coal\nst\n kiln: ore + coal <= 4\nend\n";
const STUBBORN = "st\n least: ore >= 2\n most: ore <= 1\nend\n";
const [MINER, OWNER] = [0, 1];
/** κ + ω of the test engines' scales: 12 at this scale. */
const OPTIMUM = 12n;

describe("public shares of a sealed round", function () {
  this.timeout(240_000);
  let chain: LocalChain;
  let shares: Address;

  before(async () => {
    chain = await startLocalChain(2);
    shares = await chain.deployShares();
  });
  after(() => chain.close());

  interface Played {
    readonly round: bigint;
    /** 10^(κ+ω). */
    readonly scale: bigint;
    readonly input: (party: number, more?: Partial<OwnShareInput>) => OwnShareInput;
  }

  async function play(texts: readonly string[]): Promise<Played> {
    const models = texts.map((text, k) => readProgramText(text, `${k}.lp`));
    const program = combine(models.map(announce));
    const rows = models.map((model) => toPartyRows(model, program, 0));
    const engine = smallEngine("two-party/paillier") as Engine<unknown>;
    const { agreement, sealing } = agreeSealed(chain, rows, engine);
    const played = await playSealed(chain, { engine, rows }, { agreement, sealing });
    for (const result of played.results) if (result.status === "rejected") throw result.reason;
    const { round } = played;
    const { coefficient, multiplier } = agreement.round.decimals;
    const id = { chainId: 31_337n, coordinator: chain.sessions[0]!.coordinator, round };
    return {
      ...{ round, scale: 10n ** BigInt(coefficient + multiplier) },
      input: (party, more = {}) => ({
        ...{ session: chain.sessions[party]!, shares, party, round, setup: { rows: rows[party]!, agreement } },
        ...{
          part: played.journals[party]!.part(),
          provedWith: true,
          random: roundRandom(testSeed(`company ${party}`), id),
        },
        ...{ readSealing: async () => sealing, patience: 0 },
        ...{ waiting: { pollMs: 5, signal: new AbortController().signal } },
        ...more,
      }),
    };
  }

  const onChain = ({ round }: Played) => readShares(chain.sessions[0]!, { shares, round, parties: 2 });

  async function audit({ round }: Played, more: object = { shares }): Promise<Report> {
    const { coordinator, publicClient } = chain.sessions[0]!;
    const provider = cachingProvider(publicClient.request as Request)();
    return auditRound({ provider, coordinator, round, ...more });
  }

  const refused = async (code: string, work: Promise<unknown>) =>
    expect(await rejection(work), code)
      .to.be.instanceOf(ConcordatError)
      .with.property("code", code);

  it("are posted by each company, add up to the optimum, and are audited from the chain alone", async () => {
    const played = await play([MINE, SMELTER]);
    expect(await onChain(played)).to.deep.equal({ adopted: false, shares: [null, null], objective: null });
    expect((await audit(played)).shares).to.deep.include({ shares: [null, null], objective: null });

    expect(await postOwnShare(played.input(MINER))).to.equal("posted");
    const one = await onChain(played);
    expect([one.adopted, one.shares[OWNER], one.objective]).to.deep.equal([true, null, null]);
    const missing = await audit(played);
    expect(codesOf(missing, "skipped")).to.include("SharesMissing");
    expect(codesOf(missing, "failed")).to.deep.equal([]);
    expect(renderText(missing)).to.match(/party 1 +missing\n/);

    expect(await postOwnShare(played.input(OWNER))).to.equal("posted");
    const { shares: all, objective } = await onChain(played);
    expect(all[MINER]! + all[OWNER]!).to.equal(-OPTIMUM * played.scale);
    const report = await audit(played);
    expect(codesOf(report, "failed")).to.deep.equal([]);
    expect(codesOf(report, "passed")).to.include.members(["SharesProven", "SharesAsEvents", "SharesAddUp"]);
    expect(report.shares!.shares).to.deep.equal(all);
    expect(report.shares!.objective).to.deep.equal({ least: null, most: objective!.most });
    expect(report.cannotKnow.join(" ")).to.include("What a share is made of");
  });

  it("are posted once, however often a client begins again", async () => {
    const played = await play([MINE, SMELTER]);
    const life = new AbortController();
    const mortal = played.input(OWNER, {
      readSealing: async () => {
        life.abort(new Error("killed"));
        return played.input(OWNER).readSealing();
      },
      waiting: { pollMs: 5, signal: life.signal },
    });
    await rejection(postOwnShare(mortal));
    await Promise.all([MINER, OWNER].map((party) => postOwnShare(played.input(party))));
    const first = await onChain(played);
    expect(first.objective).not.to.equal(null);
    for (const party of [MINER, OWNER]) expect(await postOwnShare(played.input(party))).to.equal("posted");
    expect(await onChain(played)).to.deep.equal(first);
  });

  it("wait for the owner of the objective to bring the proof, and do without it in the end", async () => {
    const played = await play([MINE, SMELTER]);
    let looks = 0;
    const counting: OwnShareInput["session"] = {
      ...chain.sessions[MINER]!,
      outbox: {
        ...chain.sessions[MINER]!.outbox,
        send: (...call) => {
          looks++;
          return chain.sessions[MINER]!.outbox.send(...call);
        },
      },
    };
    expect(await postOwnShare(played.input(MINER, { session: counting, patience: 3 }))).to.equal("posted");
    expect(looks, "adopt and post").to.equal(2);
  });

  it("lose races without harm: another company brings the proof first, or another process the share", async () => {
    const played = await play([MINE, SMELTER]);
    const { outbox } = chain.sessions[MINER]!;
    const beaten: string[] = [];
    const late: OwnShareInput["session"] = {
      ...chain.sessions[MINER]!,
      outbox: {
        ...outbox,
        // After this client has looked at the chain, and before it simulates its transaction.
        resume: async (purpose) => {
          const call = purpose.slice(purpose.lastIndexOf("/") + 1);
          const party = call === "adopt" ? OWNER : MINER;
          if (!beaten.includes(call)) await postOwnShare(played.input(party));
          beaten.push(call);
          return outbox.resume(purpose);
        },
      },
    };
    expect(await postOwnShare(played.input(MINER, { session: late }))).to.equal("posted");
    expect(beaten).to.deep.equal(["adopt", "post"]);
    expect((await onChain(played)).shares).not.to.include(null);
  });

  it("are refused where there is nothing to share, no part of the proof, or no such contract", async () => {
    const contradiction = await play([STUBBORN, SMELTER]);
    for (const part of [null, contradiction.input(OWNER).part])
      expect(await postOwnShare(contradiction.input(OWNER, { part }))).to.equal("no optimum");
    expect((await onChain(contradiction)).adopted).to.equal(false);
    expect(codesOf(await audit(contradiction), "skipped")).to.include("NoOptimumToShare");
    const played = await play([MINE, SMELTER]);
    await refused("ProofPartMissing", postOwnShare(played.input(OWNER, { part: null, provedWith: false })));
    await refused("JournalTampered", postOwnShare(played.input(OWNER, { part: null })));
    await refused("DisclosureNotOwn", postOwnShare(played.input(OWNER, { random: testSeed("another home") })));
    const elsewhere = chain.sessions[0]!.coordinator;
    // It looks at the chain before it sends anything, and at the contract's code before that.
    const foreign = await chain.deployShares(shares);
    await refused("ContractUnknown", postOwnShare(played.input(OWNER, { shares: foreign })));
    expect(await readShares(chain.sessions[0]!, { shares: foreign, round: played.round, parties: 2 })).to.deep.equal({
      ...{ adopted: false, shares: [null, null], objective: null },
    });
    const nobody = await audit(played, { shares: chain.sessions[0]!.account.address });
    expect(codesOf(nobody, "failed")).to.include("NoCode");
    await expectAuditError("NotShares", () => audit(played, { shares: elsewhere }));
    await expectAuditError("RoundInvalid", () => audit(played, { shares: "0x12" }));
  });
});
