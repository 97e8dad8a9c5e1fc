// Written by `npm run build` from the contracts; do not edit. The ABI of the contract for shares, and the errors of the verifier that it asks.
// biome-ignore-all format: generated
export const sharesAbi = [
 {
  "inputs": [
   {
    "internalType": "contract IRoundCoordinator",
    "name": "coordinator_",
    "type": "address"
   }
  ],
  "stateMutability": "nonpayable",
  "type": "constructor"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "precompile",
    "type": "uint256"
   }
  ],
  "name": "SealedPrecompileFailed",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesAlreadyAdopted",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   }
  ],
  "name": "SharesAlreadyPosted",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesBasisMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesBoundsMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesChallengeDegenerate",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesEquationFailed",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "missing",
    "type": "uint256"
   }
  ],
  "name": "SharesMissing",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesNotAdopted",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "kind",
    "type": "uint256"
   }
  ],
  "name": "SharesNotOptimal",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   }
  ],
  "name": "SharesNotParty",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesNotSettled",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesOutcomePublic",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesPointInvalid",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesScalarOutOfRange",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesShapeMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SharesValueOutOfRange",
  "type": "error"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   },
   {
    "indexed": false,
    "internalType": "int256",
    "name": "share",
    "type": "int256"
   },
   {
    "indexed": false,
    "internalType": "bytes",
    "name": "proof",
    "type": "bytes"
   }
  ],
  "name": "SharePosted",
  "type": "event"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "address",
    "name": "sender",
    "type": "address"
   },
   {
    "components": [
     {
      "internalType": "bytes32",
      "name": "statement",
      "type": "bytes32"
     },
     {
      "internalType": "bytes32",
      "name": "proof",
      "type": "bytes32"
     },
     {
      "internalType": "uint256",
      "name": "size",
      "type": "uint256"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "xImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "xReal",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yReal",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPointG2",
      "name": "sigma",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "xImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "xReal",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yReal",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPointG2",
      "name": "tau",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "x",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "y",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPoint[]",
      "name": "matrices",
      "type": "tuple[]"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "x",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "y",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPoint[]",
      "name": "limbs",
      "type": "tuple[]"
     }
    ],
    "indexed": false,
    "internalType": "struct ShareBasis",
    "name": "basis",
    "type": "tuple"
   }
  ],
  "name": "SharesAdopted",
  "type": "event"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "components": [
     {
      "internalType": "uint256",
      "name": "size",
      "type": "uint256"
     },
     {
      "internalType": "bytes32",
      "name": "srsDigest",
      "type": "bytes32"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "xImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "xReal",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yReal",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPointG2",
      "name": "sigma",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "xImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "xReal",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yReal",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPointG2",
      "name": "tau",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "x",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "y",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPoint",
      "name": "limbs",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "x",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "y",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPoint",
      "name": "bounds",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "x",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "y",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPoint",
      "name": "columns",
      "type": "tuple"
     }
    ],
    "internalType": "struct SealedKey",
    "name": "key",
    "type": "tuple"
   },
   {
    "internalType": "bytes",
    "name": "proof",
    "type": "bytes"
   },
   {
    "internalType": "bytes",
    "name": "bounds",
    "type": "bytes"
   }
  ],
  "name": "adopt",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   }
  ],
  "name": "basisOf",
  "outputs": [
   {
    "internalType": "bytes32",
    "name": "",
    "type": "bytes32"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [],
  "name": "coordinator",
  "outputs": [
   {
    "internalType": "contract IRoundCoordinator",
    "name": "",
    "type": "address"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   }
  ],
  "name": "objectiveOf",
  "outputs": [
   {
    "internalType": "int256",
    "name": "least",
    "type": "int256"
   },
   {
    "internalType": "int256",
    "name": "most",
    "type": "int256"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "components": [
     {
      "internalType": "bytes32",
      "name": "statement",
      "type": "bytes32"
     },
     {
      "internalType": "bytes32",
      "name": "proof",
      "type": "bytes32"
     },
     {
      "internalType": "uint256",
      "name": "size",
      "type": "uint256"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "xImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "xReal",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yReal",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPointG2",
      "name": "sigma",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "xImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "xReal",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yReal",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPointG2",
      "name": "tau",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "x",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "y",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPoint[]",
      "name": "matrices",
      "type": "tuple[]"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "x",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "y",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPoint[]",
      "name": "limbs",
      "type": "tuple[]"
     }
    ],
    "internalType": "struct ShareBasis",
    "name": "basis",
    "type": "tuple"
   },
   {
    "components": [
     {
      "internalType": "uint256",
      "name": "party",
      "type": "uint256"
     },
     {
      "internalType": "int256",
      "name": "dualValue",
      "type": "int256"
     },
     {
      "internalType": "bytes",
      "name": "proof",
      "type": "bytes"
     }
    ],
    "internalType": "struct ShareClaim",
    "name": "claim",
    "type": "tuple"
   }
  ],
  "name": "post",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   }
  ],
  "name": "shareOf",
  "outputs": [
   {
    "internalType": "bool",
    "name": "posted",
    "type": "bool"
   },
   {
    "internalType": "int256",
    "name": "share",
    "type": "int256"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   }
  ],
  "name": "totalOf",
  "outputs": [
   {
    "internalType": "uint256",
    "name": "missing",
    "type": "uint256"
   },
   {
    "internalType": "int256",
    "name": "total",
    "type": "int256"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [],
  "name": "SealedChallengeDegenerate",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   }
  ],
  "name": "SealedCommitmentMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedEquationFailed",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedKeyMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedPointInvalid",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedScalarOutOfRange",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedShapeMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedSrsMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedSrsPoint",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedStatementInvalid",
  "type": "error"
 }
] as const;
