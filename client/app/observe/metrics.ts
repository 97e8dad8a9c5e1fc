// Metrics of a running client in Prometheus' format, served over HTTP on an address of the
// operator's choice (a loopback or internal one: they name rounds and peers, no secrets).
import { createServer } from "node:http";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { HomeError } from "../../errors.ts";
import type { ClientEvent } from "../events.ts";

export interface Metrics {
  count(event: ClientEvent): void;
  /** Prometheus' text. */
  text(): Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "concordat_" });
  const rounds = new Counter({
    name: "concordat_rounds_total",
    help: "Rounds by how they ended",
    labelNames: ["end"],
    registers,
  });
  const running = new Gauge({ name: "concordat_rounds_running", help: "Rounds that are being played", registers });
  const messages = new Counter({
    name: "concordat_messages_total",
    help: "Turns sent and received: what a party sends in one exchange",
    registers,
  });
  const bytes = new Counter({
    name: "concordat_message_bytes_total",
    help: "Bytes of the bodies in these turns",
    registers,
  });
  const transactions = new Counter({ name: "concordat_transactions_total", help: "Mined transactions", registers });
  const gas = new Counter({ name: "concordat_gas_total", help: "Gas paid", registers });
  const troubles = new Counter({
    name: "concordat_troubles_total",
    help: "Troubles by code",
    labelNames: ["code"],
    registers,
  });
  const requests = new Counter({
    name: "concordat_requests_total",
    help: "Requests of peers by answer",
    labelNames: ["status"],
    registers,
  });
  const invitations = new Counter({
    name: "concordat_invitations_total",
    help: "Rounds that name this company and that it has not agreed to",
    registers,
  });
  const dropped = new Counter({
    name: "concordat_connections_dropped_total",
    help: "Unauthenticated connections that made room for others",
    labelNames: ["listener"],
    registers,
  });
  const mined = (transaction: { readonly gasUsed: bigint }) => {
    transactions.inc();
    gas.inc(Number(transaction.gasUsed));
  };
  return {
    count: (event) => {
      if (event.type === "round-started") running.inc();
      if (event.type === "round-closed") {
        running.dec();
        rounds.inc({ end: event.phase });
      }
      if (event.type === "invited") invitations.inc();
      if (event.type === "invited-often") invitations.inc(event.rounds);
      if (event.type === "round-failed") rounds.inc({ end: "failed" });
      if (event.type === "trouble") troubles.inc({ code: event.code });
      if (event.type === "network" && event.event.type === "served") requests.inc({ status: event.event.status });
      if (event.type === "network" && event.event.type === "crowded")
        dropped.inc({ listener: event.event.listener }, event.event.dropped);
      if (event.type !== "round") return;
      const { event: inner } = event;
      if (inner.type === "trouble") troubles.inc({ code: inner.error.code });
      if (inner.type === "settled-otherwise") troubles.inc({ code: "SettledOtherwise" });
      if (inner.type === "message") {
        messages.inc();
        bytes.inc(inner.message.bytes);
      }
      if (inner.type === "committed" || inner.type === "posted") mined(inner.transaction);
      if (inner.type === "settled") inner.transactions.forEach(mined);
    },
    text: () => registry.metrics(),
  };
}

export interface MetricsServer {
  close(): Promise<void>;
}

/** Host and port of host:port, an IPv6 address in brackets; null if `address` has another form. */
export function parseMetricsAddress(address: string): { readonly host: string; readonly port: number } | null {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([^:\s]+)):(\d{1,5})$/.exec(address);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? null : { host, port };
}

/** `address` is host:port. Throws HomeError "MetricsAddressInvalid" or "MetricsUnavailable". */
export async function serveMetrics(metrics: Metrics, address: string): Promise<MetricsServer> {
  const at = parseMetricsAddress(address);
  if (at === null) {
    throw new HomeError(
      "MetricsAddressInvalid",
      `metrics are served on host:port, such as 127.0.0.1:9464, not "${address}"`,
    );
  }
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new HomeError("MetricsUnavailable", `metrics cannot be served on ${address}`, { cause })),
    );
    server.listen(at.port, at.host, resolve);
  });
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}
