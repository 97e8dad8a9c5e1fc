// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { DirtyMemory } from "../../test-support/DirtyMemory.sol";
import { Test } from "../../test-support/Test.sol";
import { KIND_UNBOUNDED } from "../../types/Certificate.sol";
import { BN254 } from "../BN254.sol";
import { Words } from "../Words.sol";
import { ColumnFields, RowFields, SealedFields } from "./SealedFields.sol";
import { LIMBS, Layout, SealedLayout } from "./SealedLayout.sol";

/// @title SealedFieldsTest
/// @notice Fields compared with sums of limbs, by the table of docs/sealed.md, "Limbs".
contract SealedFieldsTest is Test {
    uint256 private constant PARTIES = 3;

    /// @dev Limbs of the columns' fields in the order of the struct, which is that of the limbs; 0
    /// for fields that a kind lacks. By kind.
    uint8[7][3] private _columns = [[6, 6, 10, 5, 5, 0, 0], [0, 0, 12, 0, 0, 0, 14], [6, 6, 0, 0, 0, 6, 14]];
    /// @dev The same of the rows' fields.
    uint8[5][3] private _rows = [[6, 14, 0, 5, 5], [6, 14, 0, 0, 0], [0, 11, 11, 5, 5]];

    /// @notice Every field of columns and parties, for limbs of any number of bits. All words but
    /// the limbs are ones, and so is memory.
    function testFuzzFields(uint256 seed, uint256 kind, uint256 limbBits) public view {
        (kind, limbBits) = (_bound(kind, 0, KIND_UNBOUNDED), _bound(limbBits, 9, 12));
        Layout memory shape = SealedLayout.ofProofs(kind, PARTIES, 0);
        uint256[] memory words = new uint256[](shape.steps[10]);
        for (uint256 i = 0; i < words.length; ++i) {
            bool isLimb = i >= shape.limbValues && i < shape.limbValues + LIMBS * (PARTIES + 1);
            words[i] = isLimb ? _limb(seed, i) : type(uint256).max;
        }
        (ColumnFields memory columns, RowFields[] memory rows) = this.read(kind, limbBits, abi.encodePacked(words));
        bytes memory expected = "";
        uint256 next = shape.limbValues;
        for (uint256 i = 0; i < 7; ++i) {
            expected = abi.encodePacked(expected, _sum(words, next, _columns[kind][i], limbBits));
            next += _columns[kind][i];
        }
        _equal(keccak256(abi.encode(columns)), keccak256(expected));
        for (uint256 k = 0; k < PARTIES; ++k) {
            expected = "";
            next = shape.limbValues + LIMBS * (k + 1);
            for (uint256 i = 0; i < 5; ++i) {
                expected = abi.encodePacked(expected, _sum(words, next, _rows[kind][i], limbBits));
                next += _rows[kind][i];
            }
            _equal(keccak256(abi.encode(rows[k])), keccak256(expected));
        }
    }

    /// @notice External, so that the proof is in calldata.
    function read(
        uint256 kind,
        uint256 limbBits,
        bytes calldata proof
    ) external pure returns (ColumnFields memory columns, RowFields[] memory rows) {
        Layout memory shape = SealedLayout.ofProofs(kind, PARTIES, Words.start(proof));
        rows = new RowFields[](PARTIES);
        DirtyMemory.fill();
        columns = SealedFields.columns(shape, kind, limbBits);
        for (uint256 k = 0; k < PARTIES; ++k) {
            DirtyMemory.fill();
            rows[k] = SealedFields.rows(shape, kind, limbBits, k);
        }
    }

    /// @dev Σ_q 2^(qL)·limb_q mod r, term by term.
    function _sum(
        uint256[] memory words,
        uint256 from,
        uint256 count,
        uint256 limbBits
    ) private pure returns (uint256 sum) {
        for (uint256 q = 0; q < count; ++q) {
            sum = addmod(sum, mulmod(words[from + q], 1 << (q * limbBits), BN254.R), BN254.R);
        }
    }

    /// @dev 0, the largest residue, or any.
    function _limb(uint256 seed, uint256 index) private pure returns (uint256) {
        uint256 drawn = uint256(keccak256(abi.encode(seed, index)));
        if (drawn % 8 == 0) return 0;
        return drawn % 2 == 0 ? BN254.R - 1 : (drawn >> 3) % BN254.R;
    }
}
