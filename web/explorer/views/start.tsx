// Asks for nodes and coordinator.
import { useState } from "preact/hooks";
import { useStrings } from "../../kit/languages.ts";
import { Notice } from "../../kit/status.tsx";
import { explorerStrings } from "../../kit/strings/explorer.ts";
import { addressOf, askedBy } from "../address.ts";

export function StartView({ hash }: { readonly hash: string }) {
  const words = useStrings(explorerStrings);
  const asked = askedBy(hash);
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(given.get(name)).trim();
    const rpc = text("rpc")
      .split(/\s+/)
      .filter((node) => node !== "");
    const chain = text("chain");
    if (rpc.length === 0 || rpc.some((node) => !/^https?:\/\//i.test(node) || !URL.canParse(node)))
      setWrong(words.troubles.RpcInvalid);
    else if (new Set(rpc.map((node) => new URL(node).href)).size < rpc.length) setWrong(words.troubles.RpcRepeated);
    else if (!/^0x[0-9a-fA-F]{40}$/.test(text("coordinator"))) setWrong(words.troubles.RoundInvalid);
    else {
      const source = { rpc, coordinator: text("coordinator"), chain: chain === "" ? null : chain };
      location.hash = addressOf({ source, round: null, newest: null });
    }
  };
  return (
    <>
      <h1>{words.start.heading}</h1>
      <p>{words.start.intro}</p>
      {wrong === null ? null : <Notice kind="bad">{wrong}</Notice>}
      <form onSubmit={submit}>
        <div class="field">
          <label for="rpc">{words.start.rpc}</label>
          <textarea
            id="rpc"
            name="rpc"
            rows={2}
            required
            aria-describedby="rpc-hint"
            defaultValue={asked.getAll("rpc").join("\n")}
          />
          <p id="rpc-hint" class="hint">
            {words.start.rpcHint}
          </p>
        </div>
        <div class="field">
          <label for="coordinator">{words.start.coordinator}</label>
          <input
            id="coordinator"
            name="coordinator"
            required
            spellcheck={false}
            defaultValue={asked.get("coordinator") ?? ""}
          />
        </div>
        <div class="field">
          <label for="chain">{words.start.chain}</label>
          <input
            id="chain"
            name="chain"
            inputMode="numeric"
            pattern="[1-9][0-9]*"
            aria-describedby="chain-hint"
            defaultValue={asked.get("chain") ?? ""}
          />
          <p id="chain-hint" class="hint">
            {words.start.chainHint}
          </p>
        </div>
        <div class="buttons">
          <button type="submit">{words.start.submit}</button>
        </div>
      </form>
    </>
  );
}
