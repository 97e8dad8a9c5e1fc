// Written by `npm run build` from the contracts; do not edit. The peer registry's ABI.
// biome-ignore-all format: generated
export const registryAbi = [
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "length",
    "type": "uint256"
   }
  ],
  "name": "PeerRegistryAddressesTooLong",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "PeerRegistryKeyZero",
  "type": "error"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "address",
    "name": "account",
    "type": "address"
   },
   {
    "indexed": false,
    "internalType": "bytes32",
    "name": "key",
    "type": "bytes32"
   },
   {
    "indexed": false,
    "internalType": "string",
    "name": "addresses",
    "type": "string"
   },
   {
    "indexed": false,
    "internalType": "uint64",
    "name": "version",
    "type": "uint64"
   }
  ],
  "name": "PeerRegistered",
  "type": "event"
 },
 {
  "inputs": [
   {
    "internalType": "address",
    "name": "account",
    "type": "address"
   }
  ],
  "name": "peerOf",
  "outputs": [
   {
    "internalType": "bytes32",
    "name": "key",
    "type": "bytes32"
   },
   {
    "internalType": "string",
    "name": "addresses",
    "type": "string"
   },
   {
    "internalType": "uint64",
    "name": "version",
    "type": "uint64"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "bytes32",
    "name": "key",
    "type": "bytes32"
   },
   {
    "internalType": "string",
    "name": "addresses",
    "type": "string"
   }
  ],
  "name": "register",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
 }
] as const;
