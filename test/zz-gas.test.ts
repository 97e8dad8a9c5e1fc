import { createChain, statementArgument } from "/work/w-cert/test/support/chain.ts";
import { buildRound } from "/work/w-cert/test/support/certificate.ts";
describe("gas", function () { this.timeout(300000);
it("x", async () => {
const chain = await createChain();
for (const kind of ["optimal"] as const) {
const gas: bigint[] = [];
for (const [c, r] of [[50,50],[100,50],[50,100]] as const) {
  const { statement, certificate } = buildRound({ kind, columns: c, inequalities: [r/2, r/2-2], equalities: [0,2], owner: 1, bounds: new Array(c).fill(10n**6n) }, "gas");
  const verifier = chain.verifier as any;
  gas.push(await verifier.getFunction("verify").estimateGas(statementArgument(statement), certificate.header, certificate.blocks));
}
console.log(kind, "column", Number(gas[1]!-gas[0]!)/50, "row", Number(gas[2]!-gas[0]!)/50, "avg", Number(gas[1]!+gas[2]!-2n*gas[0]!)/100);
}
});});
