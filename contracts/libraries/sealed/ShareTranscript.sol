// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IShares } from "../../interfaces/IShares.sol";
import { ShareBasis, ShareClaim } from "../../types/Shares.sol";
import { BN254 } from "../BN254.sol";
import { Transcript } from "../Transcript.sol";
import { Words } from "../Words.sol";
import { Scalar } from "./Scalar.sol";
import { Scalars } from "./Scalars.sol";

// Words of the proof of one dual value (docs/sealed-disclosure.md, "Proof"): points take two each.
// Step 1: M_l, M_A, Ψ_d, q_d.
uint256 constant LIMB_MASKS = 0;
uint256 constant COLUMN_MASKS = 2;
uint256 constant RUNNING_SUM = 4;
uint256 constant RUNNING_QUOTIENT = 6;
// Step 2: l′(ζη^0)..l′(ζη^5), a′(ζ), Ψ_d(χζ).
uint256 constant AT_LIMBS = 8;
uint256 constant AT_COLUMN = 14;
uint256 constant AT_NEXT = 15;
// Step 3: P, P′, W.
uint256 constant COLUMN_QUOTIENT = 16;
uint256 constant COLUMN_REST = 18;
uint256 constant AT_W = 20;
// Step 4: W′.
uint256 constant AT_W_PRIME = 22;
uint256 constant SHARE_WORDS = 24;

/// @notice Challenges under their symbols in docs/sealed-disclosure.md.
struct ShareChallenges {
    Scalar zeta;
    Scalar rho;
    Scalar xi;
    Scalar pi;
}

/// @title ShareTranscript
/// @notice The words of a proof of one dual value, and its challenges.
library ShareTranscript {
    bytes32 private constant DISCLOSURE = keccak256("concordat/sealed/disclosure/v1");
    /// @dev The claim of a dual value has this type, and index 0.
    uint256 private constant DUAL_VALUE = 3;

    /// @notice Reverts unless the words are points and scalars.
    function checkWords(bytes calldata proof) internal pure {
        if (proof.length != 32 * SHARE_WORDS) revert IShares.SharesShapeMismatch();
        uint256 start = Words.start(proof);
        _checkPoints(start, LIMB_MASKS, AT_LIMBS);
        for (uint256 word = AT_LIMBS; word < COLUMN_QUOTIENT; ++word) {
            if (Words.load(start + 32 * word) >= BN254.R) revert IShares.SharesScalarOutOfRange();
        }
        _checkPoints(start, COLUMN_QUOTIENT, SHARE_WORDS);
    }

    function _checkPoints(uint256 start, uint256 from, uint256 to) private pure {
        for (uint256 word = from; word < to; word += 2) {
            uint256 place = start + 32 * word;
            if (!BN254.isPoint(Words.load(place), Words.load(place + 32))) revert IShares.SharesPointInvalid();
        }
    }

    /// @notice Draws all challenges, for a proof of the right length.
    function derive(
        ShareBasis calldata basis,
        ShareClaim calldata claim
    ) internal pure returns (ShareChallenges memory) {
        bytes calldata proof = claim.proof;
        // T_0: one claim, which is that of a dual value.
        bytes32 state = keccak256(
            abi.encode(
                DISCLOSURE,
                basis.statement,
                basis.proof,
                claim.party,
                uint256(1),
                DUAL_VALUE,
                uint256(0),
                claim.dualValue
            )
        );
        bytes32 first = Transcript.absorb(state, proof[32 * LIMB_MASKS:32 * AT_LIMBS]);
        bytes32 second = Transcript.absorb(first, proof[32 * AT_LIMBS:32 * COLUMN_QUOTIENT]);
        bytes32 third = Transcript.absorb(second, proof[32 * COLUMN_QUOTIENT:32 * AT_W_PRIME]);
        bytes32 fourth = Transcript.absorb(third, proof[32 * AT_W_PRIME:]);
        return ShareChallenges(_challenge(first), _challenge(second), _challenge(third), _challenge(fourth));
    }

    function _challenge(bytes32 state) private pure returns (Scalar) {
        return Scalars.reduce(uint256(keccak256(abi.encode(state, uint256(0)))));
    }
}
