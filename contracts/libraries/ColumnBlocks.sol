// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "../interfaces/ICertificateVerifier.sol";
import {
    BLOCK_ITEMS,
    Header,
    KIND_INFEASIBLE,
    KIND_OPTIMAL,
    KIND_UNBOUNDED,
    Progress,
    Statement
} from "../types/Certificate.sol";
// The linter does not see that assembly uses these imports.
// solhint-disable no-unused-import
import { BN254, FIELD, ORDER } from "./BN254.sol";
// solhint-enable no-unused-import
import { Context } from "./Challenges.sol";
import { Generators } from "./Generators.sol";
import { LinearForms } from "./LinearForms.sol";
import { Transcript } from "./Transcript.sol";
// solhint-disable-next-line no-unused-import
import { MAX_BOUND_BYTE, Words } from "./Words.sol";

// Offsets of the fields of `ColumnBlocks.Block` that assembly reads; `size` is the first.
uint256 constant COLUMN_VALUES = 0x20;
uint256 constant COLUMN_SHIFT = 0x40;
uint256 constant COLUMN_SIGN_BYTE = 0x60;
uint256 constant COLUMN_LEAST = 0x80;
uint256 constant COLUMN_SPAN = 0xa0;
uint256 constant COLUMN_DUAL_WEIGHT = 0xc0;
uint256 constant COLUMN_SCALARS = 0xe0;
uint256 constant COLUMN_TO_BOUND = 0x100;
uint256 constant COLUMN_CODE = 0x120;
uint256 constant COLUMN_BOUND = 0x140;
uint256 constant COLUMN_PENALTY = 0x160;

/// @title ColumnBlocks
/// @notice Blocks of columns: values, ordinates of the generators, and every party's responses.
library ColumnBlocks {
    using BN254 for BN254.Sum;

    /// @dev A block and what its columns are checked against. `values` and `counters` are calldata
    /// offsets. Assembly reads the fields at the offsets above.
    struct Block {
        /// @dev Length in bytes of the values, and likewise of the ordinates and of each party's
        /// responses.
        uint256 size;
        /// @dev Where the first column's value is.
        uint256 values;
        /// @dev x̂ is a word shifted right by this; 256 where the kind has no x̂.
        uint256 shift;
        /// @dev ẑ or the ray is a word sign-extended from this byte, counted from the low end (a
        /// negative ray is out of range).
        uint256 signByte;
        /// @dev A value v of ẑ or the ray is in range when 0 ≤ v − least < span; least is −τ_dual
        /// when optimal, else 0.
        int256 least;
        uint256 span;
        /// @dev γ_P; 0 when unbounded.
        uint256 dualWeight;
        /// @dev Σ_k γ_k z_kj, one per column.
        uint256[] scalars;
        /// @dev Distance from a column's counter to the byte of its upper bound, mod 2^256.
        uint256 toBound;
        /// @dev Byte and upper bound of the previous column; at the start 256, which is no byte.
        uint256 code;
        uint256 bound;
        /// @dev Σ U max(0, −ẑ) so far; meaningless unless optimal.
        int256 penalty;
        /// @dev Where the first column's counter is, and that column's number 1..n.
        uint256 counters;
        uint256 first;
        uint256 kind;
    }

    /// @notice Checks the next block of columns and adds it to digests, forms, gap and sum.
    function absorb(
        Statement calldata statement,
        Header calldata header,
        Context memory context,
        Progress memory progress,
        bytes calldata data
    ) internal view {
        uint256 done = progress.columnsDone;
        uint256 count = statement.columns - done;
        if (count > BLOCK_ITEMS) count = BLOCK_ITEMS;
        uint256 size = count << 5;
        if (data.length != size * (2 + header.proofs.length)) revert ICertificateVerifier.CertificateShapeMismatch();
        progress.statementHash = Transcript.absorb(progress.statementHash, data[:size]);
        progress.responseHash = Transcript.absorb(progress.responseHash, data[2 * size:]);
        Block memory source = _open(statement, header, context, data, count);
        source.counters = Words.start(header.counters) + 1 + done;
        // Unchecked: wraps when the bounds precede the counters in calldata.
        unchecked {
            source.toBound = Words.start(header.bounds) + done - source.counters;
        }
        source.first = done + 1;
        uint256 canonical = _absorbResponses(source, context, progress);
        (uint256 seen, int256 difference) = _absorbColumns(source, context.sum, canonical);
        if (seen != count) _refuse(source, seen);
        if (header.kind == KIND_OPTIMAL) {
            progress.difference += difference;
            // x̂ ẑ⁺ + (U − x̂) ẑ⁻ = ẑ x̂ + U ẑ⁻
            progress.gap += difference + source.penalty;
        } else if (header.kind == KIND_UNBOUNDED) {
            progress.magnitudes += _sumOfRays(source.values, count);
        }
        progress.columnsDone = done + count;
    }

    function _open(
        Statement calldata statement,
        Header calldata header,
        Context memory context,
        bytes calldata data,
        uint256 count
    ) private pure returns (Block memory source) {
        source.kind = header.kind;
        source.values = Words.start(data);
        source.size = count << 5;
        source.scalars = new uint256[](count);
        source.code = 256;
        (source.shift, source.signByte) = header.kind == KIND_INFEASIBLE ? (256, 31) : (160, 19);
        if (header.kind == KIND_OPTIMAL) source.least = -int256(statement.dualTolerance);
        if (header.kind == KIND_UNBOUNDED) {
            source.span = Words.VALUE_LIMIT;
        } else {
            source.span = Words.WIDE_LIMIT + uint256(-source.least);
            source.dualWeight = context.dualWeight;
        }
    }

    /// @dev For every party, adds Σ_j z_kj x̂_j to form 1 unless infeasible, and Σ_j z_kj ray_j to
    /// form 2 when unbounded. Fills in the scalars. Returns how many columns precede the first one
    /// with a response that is not canonical.
    function _absorbResponses(
        Block memory source,
        Context memory context,
        Progress memory progress
    ) private pure returns (uint256 canonical) {
        canonical = source.scalars.length;
        uint256 responses = source.values + source.size;
        for (uint256 k = 0; k < context.weights.length; ++k) {
            responses += source.size;
            uint256 weight = context.weights[k];
            uint256 product;
            uint256 rayProduct;
            bool valid;
            if (source.kind == KIND_UNBOUNDED) {
                (product, rayProduct, valid) = LinearForms.absorbWithRay(
                    source.values,
                    responses,
                    weight,
                    source.scalars
                );
                progress.rayForms[k] = addmod(progress.rayForms[k], rayProduct, BN254.R);
            } else {
                (product, valid) = LinearForms.absorb(source.values, responses, weight, source.scalars);
            }
            if (source.kind != KIND_INFEASIBLE) progress.forms[k] = addmod(progress.forms[k], product, BN254.R);
            if (!valid) {
                uint256 position = 0;
                while (Words.load(responses + 32 * position) < BN254.R) ++position;
                if (position < canonical) canonical = position;
            }
        }
    }

    /// @dev The loop over the first `count` columns of a block, in assembly because it dominates
    /// the cost of a settlement. It stops at the first column with anything out of range and
    /// returns how many precede it; `_refuse` finds the reason. `difference` is Σ ẑ x̂ (meaningless
    /// unless optimal): since |ẑ| < 2^143 and x̂ ≤ U < 2^87, a block's sum stays below 2^237.
    // solhint-disable-next-line function-max-lines
    function _absorbColumns(
        Block memory source,
        BN254.Sum memory sum,
        uint256 count
    ) private view returns (uint256 seen, int256 difference) {
        uint256 counter = source.counters;
        uint256 preimage = uint256(Generators.TAG) | (source.first << 48);
        uint256 scalars;
        assembly ("memory-safe") {
            scalars := add(mload(add(source, COLUMN_SCALARS)), 32)
        }
        uint256 place = source.values;
        for (uint256 end = place + (count << 5); place < end; ) {
            uint256 fits;
            uint256 x;
            uint256 y;
            uint256 scalar;
            assembly ("memory-safe") {
                {
                    // rest = the word at place; solution = rest >> shift, which is x̂; rest = the
                    // word sign-extended from signByte, which is ẑ or ray
                    let rest := calldataload(place)
                    let solution := shr(mload(add(source, COLUMN_SHIFT)), rest)
                    rest := signextend(mload(add(source, COLUMN_SIGN_BYTE)), rest)
                    // fits = 0 ≤ rest − least < span
                    fits := lt(sub(rest, mload(add(source, COLUMN_LEAST))), mload(add(source, COLUMN_SPAN)))
                    // U = (v mod 9 + 1)·10^(v div 9), computed only where the byte v differs from
                    // the previous column's; v must be at most MAX_BOUND_BYTE
                    let code := byte(0, calldataload(add(counter, mload(add(source, COLUMN_TO_BOUND)))))
                    if xor(code, mload(add(source, COLUMN_CODE))) {
                        fits := and(fits, iszero(gt(code, MAX_BOUND_BYTE)))
                        mstore(add(source, COLUMN_CODE), code)
                        mstore(add(source, COLUMN_BOUND), mul(add(mod(code, 9), 1), exp(10, div(code, 9))))
                    }
                    // fits &= solution ≤ U
                    fits := and(fits, iszero(gt(solution, mload(add(source, COLUMN_BOUND)))))
                    // difference += ẑ x̂; penalty += U max(0, −ẑ)
                    difference := add(difference, mul(rest, solution))
                    if slt(rest, 0) {
                        let penalty := add(source, COLUMN_PENALTY)
                        mstore(penalty, sub(mload(penalty), mul(rest, mload(add(source, COLUMN_BOUND)))))
                    }
                    // scalar = scalars[i] − γ_P ẑ
                    rest := mulmod(mload(add(source, COLUMN_DUAL_WEIGHT)), sub(mul(ORDER, sgt(rest, 0)), rest), ORDER)
                    scalar := addmod(mload(scalars), rest, ORDER)
                }
                // x = Generators.abscissa(index, counter); fits &= Generators.isOrdinate(x, y)
                mstore(0, or(preimage, shl(40, byte(0, calldataload(counter)))))
                x := mod(keccak256(0, 27), FIELD)
                y := calldataload(add(place, mload(source)))
                fits := and(and(fits, not(y)), lt(y, FIELD))
                fits := and(
                    fits,
                    eq(mulmod(y, y, FIELD), addmod(mulmod(mulmod(x, x, FIELD), x, FIELD), 3, FIELD))
                )
                scalars := add(scalars, 32)
                counter := add(counter, 1)
                preimage := add(preimage, shl(48, 1))
            }
            if (fits == 0) break;
            sum.addMultiple(x, y, scalar);
            unchecked {
                place += 32;
            }
        }
        seen = (place - source.values) >> 5;
    }

    /// @dev Σ ray over `count` words in range: below 2^94.
    function _sumOfRays(uint256 place, uint256 count) private pure returns (uint256 sum) {
        // for each word: sum += uint160(word)
        assembly ("memory-safe") {
            for {
                let end := add(place, shl(5, count))
            } lt(place, end) {
                place := add(place, 32)
            } {
                sum := add(sum, and(calldataload(place), 0xffffffffffffffffffffffffffffffffffffffff))
            }
        }
    }

    /// @dev Reverts with the first reason for refusing the column at `position` in its block.
    function _refuse(Block memory source, uint256 position) private pure {
        uint256 place = source.values + 32 * position;
        uint256 index = source.first + position;
        (uint256 solution, uint256 ray, int256 reducedCost) = _decode(source.kind, Words.load(place));
        uint256 bound;
        unchecked {
            // Wraps back to the offset of the bounds.
            bound = Words.load(source.counters + source.toBound + position) >> 248;
        }
        if (bound > Words.MAX_BOUND || ray >= Words.VALUE_LIMIT || reducedCost >= int256(Words.WIDE_LIMIT)) {
            revert ICertificateVerifier.CertificateNumberOutOfRange();
        }
        if (solution > (1 + (bound % 9)) * 10 ** (bound / 9)) revert ICertificateVerifier.CertificateBoundExceeded(index);
        if (reducedCost < source.least) revert ICertificateVerifier.CertificateReducedCostNegative(index);
        uint256 x = Generators.abscissa(index, Words.load(source.counters + position) >> 248);
        if (!Generators.isOrdinate(x, Words.load(place + source.size))) {
            revert ICertificateVerifier.CertificateGeneratorInvalid(index);
        }
        revert ICertificateVerifier.CertificateScalarOutOfRange();
    }

    /// @dev The numbers of a column's word; those that the kind does not have are 0.
    function _decode(
        uint256 kind,
        uint256 word
    ) private pure returns (uint256 solution, uint256 ray, int256 reducedCost) {
        if (kind == KIND_OPTIMAL) (solution, reducedCost) = Words.solutionAndReducedCost(word);
        else if (kind == KIND_INFEASIBLE) reducedCost = int256(word);
        else (solution, ray) = Words.solutionAndRay(word);
    }
}
