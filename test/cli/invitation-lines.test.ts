// An invitation in words: everything that somebody must know to decide, and nothing that a terminal
// would obey.
import { expect } from "chai";
import type { Invitation } from "../../client/app/invite/open-rounds.ts";
import { linesOf } from "../../client/app/said/english.ts";
import { sealedOutcomeTerms } from "../../client/app/seal/words.ts";
import { invitationLines } from "../../client/cli/invitation-lines.ts";
import { oneLine } from "../../client/cli/print.ts";
import { durationInWords, timeInWords } from "../../client/cli/times.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { announce, HELPER } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { roundSchedule } from "../../client/play/settle/schedule.ts";
import { agreementOf, scaleTerms } from "../../client/round/terms.ts";
import type { Contribution } from "../../client/sealed/ceremony/contribution.ts";
import { accountOf } from "../support/network.ts";

const ROWS = "Minimize\nSubject To\n a: 3 steel + 7 coal >= 11\n b: steel <= 4\nEnd\n";
const COSTS = "Minimize\n obj: 2 steel + 5 coal\nSubject To\n c: steel + coal <= 9\nEnd\n";
const ACCOUNTS = ["alice", "bob", "carol"].map((name) => accountOf(name).address);

function invitationOf(more: Partial<Invitation> = {}, title = "Week 7", name = "Nordlys"): Invitation {
  const engine = createEngine("mpc", callingThread);
  const parties = [
    { name, account: ACCOUNTS[0]!, announcement: announce(readProgramText(ROWS, "rows.lp")) },
    { name: "Sagbruk", account: ACCOUNTS[1]!, announcement: announce(readProgramText(COSTS, "costs.lp")) },
    { name: "Weser", account: ACCOUNTS[2]!, announcement: HELPER },
  ];
  const basis = { title, engine: "mpc", parties, feasible: false, bond: 10n ** 17n };
  const periods = { commit: 86_400, exchange: 5_400, settle: 7_200 };
  const terms = scaleTerms({ ...basis, periods }, { coefficient: 0, grid: engine.grid });
  const { agreement, program } = agreementOf(terms, (round) => roundSchedule(engine, round).turns);
  const leakage = engine.leakage(agreement.round, (party) => parties[party]!.name);
  const round = `${accountOf("coordinator").address.toLowerCase()}/7`;
  return {
    round,
    terms,
    program,
    leakage,
    kept: null,
    opener: ACCOUNTS[0]!,
    deadline: 1_796_047_500,
    declined: false,
    ...more,
  };
}

describe("an invitation in words", () => {
  it("says who invites whom to what, what becomes known, for how much, and until when", () => {
    const words = invitationLines(invitationOf()).join("\n");
    for (const part of [
      `round 7, "Week 7", opened by Nordlys (${ACCOUNTS[0]})`,
      "Nordlys: 2 rows, over 2 variables",
      "Sagbruk: 1 row and the costs (a minimum is sought), over 2 variables",
      "Weser: helps to compute, without rows",
      "2 variables: steel, coal",
      "Engine mpc: safe against one curious node",
      "any two of Nordlys, Sagbruk and Weser together can read all rows",
      "the plan, the slack and the multiplier of every row",
      "1 day to accept, 1 hour 30 minutes for each exchange, 2 hours to settle",
      "0.1 ether",
      "Accept until 2026-11-30 14:05 UTC: concordat join 7 --data <your rows>",
    ])
      expect(words).to.include(part);
  });

  it("of a sealed outcome says what it needs, who made that, who sees what, and that it is experimental", () => {
    const invitation = invitationOf();
    const [setup, key] = ["12", "34"].map((byte) => `0x${byte.repeat(32)}` as const);
    const terms = { ...invitation.terms, sealed: { size: 256, setup: setup!, key: key! } };
    const stranger = accountOf("eve").address;
    const contributions = [ACCOUNTS[1]!, stranger].map((account) => ({ account }) as Contribution);
    const kept = invitationLines({ ...invitation, terms, kept: { size: 256, contributions } }).join("\n");
    for (const part of [
      "Sealed outcome, experimental until reviewed from outside",
      `Set-up ${setup}, of size 256`,
      "2 contributions to it, one of which must be honest",
      `Sagbruk (${ACCOUNTS[1]})`,
      stranger,
      "The public will see that the outcome is proven",
      "  plan, slacks, multipliers, reduced costs or the objective's value",
      "Every company will know the plan, the multiplier of every row",
    ])
      expect(kept).to.include(part);
    expect(kept).to.include("A company that is not among the contributors to the set-up trusts");
    expect(kept).not.to.include("Everybody will know").and.not.to.include("--keep");
    expect(kept).not.to.include("Shares will be public");
    const missing = invitationLines({ ...invitation, terms }).join("\n");
    expect(missing).to.include("concordat setup verify <its file> --keep").and.not.to.include("contributions to it");
    expect(invitationLines(invitation).join("\n")).not.to.include("ealed");
  });

  it("of public shares says what becomes known by them, to whom, and what is missing costs", () => {
    const invitation = invitationOf();
    const [setup, key] = ["12", "34"].map((byte) => `0x${byte.repeat(32)}` as const);
    const shares = accountOf("shares").address;
    const terms = { ...invitation.terms, sealed: { size: 256, setup: setup!, key: key!, shares } };
    const words = invitationLines({ ...invitation, terms }).join("\n");
    for (const part of [
      `proves its share on the contract ${shares}`,
      "everybody knows the",
      "objective's value up to the round's tolerances",
      "one equation in",
      "this company's right-hand sides",
      "loses no bond",
    ])
      expect(words).to.include(part);
  });

  it("of own parts says what each company will know, who learns more, and against whom that holds", () => {
    const invitation = invitationOf();
    const [setup, key] = ["12", "34"].map((byte) => `0x${byte.repeat(32)}` as const);
    const shares = accountOf("shares").address;
    const wordsFor = (value: "owner" | "all") => {
      const sealed = { size: 256, setup: setup!, key: key!, ...(value === "all" && { shares }), ownParts: { value } };
      return invitationLines({ ...invitation, terms: { ...invitation.terms, sealed } }).join("\n");
    };
    const words = wordsFor("owner");
    for (const part of [
      "Every company will know its own part only",
      "Nordlys: 2 of 2 variables (steel, coal), no reduced cost\n",
      "Sagbruk: 2 of 2 variables (steel, coal), 2 reduced costs\n",
      "Weser: no variable\n",
      "what the rows of the\n    others come to in it",
      "The public will see that an optimum is proven;",
      "the companies that together have all rows in it know its cost; one company alone does",
      "learns what the right-hand sides of the others come to, each times its multiplier",
      "of one company alone, where only one of the others has rows",
      "is told to nobody: Sagbruk computes it",
      "any one of Nordlys, Sagbruk and Weser, who compute, if all three keep to the protocol",
      "Two of these three together can know everything",
      "end the round without a proof",
    ])
      expect(words).to.include(part);
    expect(words).not.to.include("will know the plan").and.not.include("a contradiction or a ray");
    const all = wordsFor("all");
    expect(all)
      .to.include("All companies are told the objective's value")
      .and.include("only Sagbruk can check it, whose client stops");
    expect(all).to.include("So every company learns what the right-hand");
    expect(all).to.include("Shares will be public").and.not.include("who know every multiplier");
    expect(all).to.include("Each share is one number of a company").and.include("that row up to a factor");
  });

  it("of own parts lists all variables that two companies name, however many there are", () => {
    const { terms, program, kept } = invitationOf();
    const [setup, key] = ["12", "34"].map((byte) => `0x${byte.repeat(32)}` as const);
    const sealed = { size: 256, setup: setup!, key: key!, ownParts: { value: "owner" } } as const;
    const shared = Array.from({ length: 40 }, (_, i) => `x${i}`);
    const names = [...shared, "own"];
    const variables = names.map((name, column) => ({ name, free: false, column }));
    const bounds = names.map((_, v) => ({ ...program.bounds[0]!, holders: v < shared.length ? [0, 1] : [1] }));
    const round = { parties: terms.parties, program: { ...program, variables, bounds } };
    const words = linesOf(sealedOutcomeTerms(sealed, round, kept)).join("\n");
    expect(words).to.include(`Nordlys: 40 of 41 variables (${shared.join(", ")}), `);
    expect(words).to.include(`Sagbruk: 41 of 41 variables (${shared.join(", ")}, 1 that nobody else names), `);
  });

  it("of own parts without costs says nothing of value, costs, multipliers and what has no bound", () => {
    const { terms, program, kept } = invitationOf();
    const [setup, key] = ["12", "34"].map((byte) => `0x${byte.repeat(32)}` as const);
    const sealed = { size: 256, setup: setup!, key: key!, ownParts: { value: "owner" } } as const;
    const round = { parties: terms.parties, program: { ...program, sense: null } };
    const words = linesOf(sealedOutcomeTerms(sealed, round, kept)).join("\n");
    expect(words).to.include("the variables that its file names, and the slacks of its own rows");
    expect(words)
      .to.include("Nordlys: 2 of 2 variables (steel, coal)\n")
      .and.include("Rows that contradict each other end");
    expect(words).not.to.match(/objective|cost|multipliers and|without bound|told/);
  });

  it("says who helps to compute, and of a fourth company without rows that it does not", () => {
    const { terms, ...rest } = invitationOf();
    const fourth = { name: "Fjord", account: accountOf("dave").address, announcement: HELPER };
    const words = invitationLines({ ...rest, terms: { ...terms, parties: [...terms.parties, fourth] } }).join("\n");
    expect(words).to.include("Weser: helps to compute, without rows").and.include("Fjord: takes part without rows");
    expect(words).to.include("who has no rows leaves out --data");
  });

  it("says so when whoever opened takes no part, or is not told", () => {
    const stranger = accountOf("eve").address;
    expect(invitationLines(invitationOf({ opener: stranger }))[0]).to.include(`${stranger}, which takes no part`);
    expect(invitationLines(invitationOf({ opener: null }))[0]).to.include("does not tell");
  });

  it("holds nothing that a terminal obeys, whatever others call themselves and their rounds", () => {
    const hostile = "\u001b[2J\u001b[1;1HPaid\r\nRound 8\u202e\u2028";
    const lines = invitationLines(invitationOf({}, hostile, hostile));
    expect(lines.join("")).to.not.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    const ofOwnParts = (name: string) => {
      const { terms, ...rest } = invitationOf({}, "Week 7", name);
      const sealed = { size: 256, setup: "0x12", key: "0x34", ownParts: { value: "owner" } } as const;
      return invitationLines({ ...rest, terms: { ...terms, sealed } });
    };
    expect(ofOwnParts(hostile)).to.have.length(ofOwnParts("Nordlys").length);
    expect(ofOwnParts(hostile).join("")).to.not.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(oneLine("x".repeat(300))).to.have.length(80);
  });
});

describe("times and durations", () => {
  it("are told in the two largest units", () => {
    for (const [seconds, words] of [
      [0, "0 seconds"],
      [-5, "0 seconds"],
      [1, "1 second"],
      [90, "1 minute 30 seconds"],
      [3_600, "1 hour"],
      [90_061, "1 day 1 hour"],
    ] as const)
      expect(durationInWords(seconds)).to.equal(words);
    expect(timeInWords(0)).to.equal("1970-01-01 00:00 UTC");
  });
});
