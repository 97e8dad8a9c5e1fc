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
import { BN254 } from "./BN254.sol";
import { Context } from "./Challenges.sol";
import { Generators } from "./Generators.sol";
import { LinearForms } from "./LinearForms.sol";
import { Transcript } from "./Transcript.sol";
import { Words } from "./Words.sol";

/// @title ColumnBlocks
/// @notice Blocks of columns: values, ordinates of the generators, and every party's responses.
library ColumnBlocks {
    using BN254 for BN254.Sum;

    /// @dev One block being read.
    struct Reader {
        uint256 kind;
        /// @dev Where values, ordinates and responses start in calldata.
        uint256 values;
        uint256 ordinates;
        uint256 responses;
        /// @dev Bytes from one party's responses to the next party's.
        uint256 stride;
        uint256 dualTolerance;
        /// @dev Σ ẑ x̂ over the block.
        int256 gap;
    }

    /// @notice Checks the next block of columns and adds it to digests, forms, gap and sum.
    function absorb(
        Statement calldata statement,
        Header calldata header,
        Context memory context,
        Progress memory progress,
        bytes calldata data
    ) internal view {
        uint256 first = progress.columnsDone;
        uint256 count = statement.columns - first;
        if (count > BLOCK_ITEMS) count = BLOCK_ITEMS;
        uint256 size = count << 5;
        if (data.length != size * (2 + header.proofs.length)) revert ICertificateVerifier.ShapeMismatch();
        progress.statementHash = Transcript.absorb(progress.statementHash, data[:size]);
        if (header.kind != KIND_INFEASIBLE) {
            progress.responseHash = Transcript.absorb(progress.responseHash, data[2 * size:]);
        }

        Reader memory reader;
        reader.kind = header.kind;
        reader.values = Words.start(data);
        reader.ordinates = reader.values + size;
        reader.responses = reader.ordinates + size;
        reader.stride = size;
        reader.dualTolerance = statement.dualTolerance;
        uint256 counters = Words.start(header.counters) + 1;
        // Unchecked: indices of columns are at most 65,535, places lie in calldata.
        unchecked {
            for (uint256 i = 0; i < count; ++i) {
                uint256 index = first + i + 1;
                _absorbColumn(reader, context, progress, i << 5, index, Words.load(counters + index - 1) >> 248);
            }
        }
        progress.gap += reader.gap;
        progress.columnsDone = first + count;
    }

    /// @dev `offset` is 32·i for the i-th column of the block, `index` its number 1..n.
    function _absorbColumn(
        Reader memory reader,
        Context memory context,
        Progress memory progress,
        uint256 offset,
        uint256 index,
        uint256 counter
    ) private view {
        // Unchecked: places lie in calldata; x̂ < 2^72 and |ẑ| ≤ 2^159 keep 256 products below 2^240.
        unchecked {
            (uint256 solution, uint256 ray, int256 reducedCost) = _decode(
                reader,
                Words.load(reader.values + offset),
                index
            );
            uint256 x = Generators.abscissa(index, counter);
            uint256 y = Words.load(reader.ordinates + offset);
            if (!Generators.isOrdinate(x, y)) revert ICertificateVerifier.GeneratorInvalid(index);

            // Σ_k γ_k z_kj − γ_P ẑ_j
            uint256 scalar = 0;
            if (reader.kind != KIND_INFEASIBLE) {
                uint256 place = reader.responses + offset;
                bool canonical;
                (scalar, canonical) = LinearForms.absorb(
                    progress.forms,
                    context.weights,
                    place,
                    reader.stride,
                    solution
                );
                if (!canonical) revert ICertificateVerifier.ScalarOutOfRange();
                if (reader.kind == KIND_UNBOUNDED) {
                    LinearForms.accumulate(progress.rayForms, place, reader.stride, ray);
                }
            }
            if (reader.kind != KIND_UNBOUNDED) {
                reader.gap += reducedCost * int256(solution);
                scalar = addmod(scalar, mulmod(context.dualWeight, BN254.toScalar(-reducedCost), BN254.R), BN254.R);
            }
            context.sum.addMultiple(x, y, scalar);
        }
    }

    /// @dev The numbers of a column's word, in range; those that the kind does not have are 0.
    function _decode(
        Reader memory reader,
        uint256 word,
        uint256 index
    ) private pure returns (uint256 solution, uint256 ray, int256 reducedCost) {
        uint256 kind = reader.kind;
        if (kind == KIND_OPTIMAL) {
            (solution, reducedCost) = Words.solutionAndReducedCost(word);
        } else if (kind == KIND_INFEASIBLE) {
            reducedCost = int256(word);
            if (reducedCost >= int256(Words.REDUCED_COST_LIMIT)) revert ICertificateVerifier.NumberOutOfRange();
        } else {
            (solution, ray) = Words.solutionAndRay(word);
        }
        if (solution >= Words.VALUE_LIMIT || ray >= Words.VALUE_LIMIT) revert ICertificateVerifier.NumberOutOfRange();
        // −τ_dual when optimal, 0 when infeasible.
        int256 least = kind == KIND_OPTIMAL ? -int256(reader.dualTolerance) : int256(0);
        if (reducedCost < least) revert ICertificateVerifier.ReducedCostNegative(index);
    }
}
