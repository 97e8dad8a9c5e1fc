// Mutants of the arithmetic among four nodes: without any of its checks, a node that departs from
// the protocol gets further.
import type { Mutant } from "./mutant.ts";

const file = (name: string) => `client/crypto/four-sharing/${name}.ts`;
const tests = ["test/crypto/four-sharing/cheating.test.ts"];

export const FOUR_SHARING_MUTANTS: readonly Mutant[] = [
  {
    id: "F01",
    what: "a node does not compare what it received with what the witness saw",
    file: file("party"),
    search: "if (Buffer.compare(digest, own) !== 0) suspects.push",
    replace: "if (false) suspects.push",
    tests,
  },
  {
    id: "F02",
    what: "a node opens although another says that it was told something wrong",
    file: file("party"),
    search: "if (agrees !== 1)",
    replace: "if (false)",
    tests,
  },
  {
    id: "F03",
    what: "a node tells the others that all was right when it was not",
    file: file("party"),
    search: "Uint8Array.of(suspects.length === 0 ? 1 : 0)",
    replace: "Uint8Array.of(1)",
    tests,
  },
  {
    id: "F04",
    what: "a node goes on although it was told something wrong",
    file: file("party"),
    search: "if (suspects.length > 0)",
    replace: "if (false)",
    tests,
  },
  {
    id: "F05",
    what: "values open before joint messages are compared",
    file: file("open"),
    search: "await party.confirm();",
    replace: "",
    tests,
  },
  {
    id: "F06",
    what: "a node believes the one that sends it the component it lacks",
    file: file("open"),
    search: "if (Buffer.compare(told, digestOf(component)) !== 0)",
    replace: "if (false)",
    tests,
  },
  {
    id: "F07",
    what: "nodes resume from shares that differ",
    file: file("same-shares"),
    search: "if (Buffer.compare(await party.receive(peer, 2 * DIGEST_BYTES), common(peer)) !== 0)",
    replace: "if (Buffer.compare(await party.receive(peer, 2 * DIGEST_BYTES), common(peer)) > 256)",
    tests,
  },
  {
    id: "F08",
    what: "a component of an input is not compared with its digest",
    file: file("input"),
    search: "return Buffer.compare(digestOf(component, part), told) === 0;",
    replace: "return component === 3 || Buffer.compare(digestOf(component, part), told) === 0;",
    tests: ["test/crypto/four-sharing/input.test.ts"],
  },
  {
    id: "F09",
    what: "an input may have any length",
    file: file("input"),
    search: "if (bytes.length !== inputBytes(node, length))",
    replace: "if (false)",
    tests: ["test/crypto/four-sharing/input.test.ts"],
  },
  {
    id: "F10",
    what: "the digest of the correction needs no salt",
    file: file("input"),
    search: "const salt = random.bytes(SALT_BYTES);",
    replace: "const salt = new Uint8Array(SALT_BYTES);",
    tests: ["test/crypto/four-sharing/input.test.ts"],
  },
  {
    id: "F11",
    what: "bits of a sign test open without a random bit",
    file: file("negative"),
    search: "return bytes.map((byte) => byte & 1);",
    replace: "return bytes.map(() => 0);",
    tests: ["test/crypto/four-sharing/privacy.test.ts"],
  },
  {
    id: "F12",
    what: "a receiver gets values without a mask",
    file: file("deal"),
    search: "party.masksWithout(route.to).fill(arena.bytes(mask, size));",
    replace: "arena.bytes(mask, size).fill(0);",
    tests: ["test/crypto/four-sharing/privacy.test.ts"],
  },
  {
    id: "F13",
    what: "nodes go on with different keys",
    file: file("keys"),
    search: "if (Buffer.compare(told(lacking), digestOf(keys[lacking]!)) !== 0)",
    replace: "if (false)",
    tests: ["test/crypto/four-sharing/keys.test.ts"],
  },
];
