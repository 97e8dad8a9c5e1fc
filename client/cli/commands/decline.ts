// `concordat decline`: notes that this company does not take part in a round that it is invited to.
import { declineRound } from "../../app/invite/decline.ts";
import { formatRoundKey, parseRoundKey } from "../../round/round-key.ts";
import { type GlobalOptions, openHome } from "../home.ts";

/** Throws as `declineRound` does. */
export async function decline(name: string, options: GlobalOptions): Promise<void> {
  const { paths, config, printer } = await openHome(options);
  const at = parseRoundKey(name, config.coordinator);
  await declineRound(paths, formatRoundKey(at));
  printer.result({ round: formatRoundKey(at), declined: true }, () => [
    `Declined round ${at.round}. Nobody is told; \`concordat join ${at.round} --data <your rows>\` still accepts it in time.`,
  ]);
}
