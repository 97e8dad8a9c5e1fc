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
import { Opening } from "./Opening.sol";
import { Transcript } from "./Transcript.sol";
import { Words } from "./Words.sol";

// Offsets of the fields of `RowBlocks.Block` that assembly reads; `kind` is the first.
uint256 constant ROW_WIDTH = 0x20;
uint256 constant ROW_EQUALITIES = 0x40;
uint256 constant ROW_TOLERANCE = 0x60;
uint256 constant ROW_WEIGHT = 0x80;
uint256 constant ROW_DUAL_WEIGHT = 0xa0;
uint256 constant ROW_ALPHA = 0xc0;
uint256 constant ROW_POINTS = 0xe0;
uint256 constant ROW_VALUES = 0x100;
// Offsets of the fields of `RowBlocks.Sums`; `challenge` is the first.
uint256 constant SUMS_FORM = 0x20;
uint256 constant SUMS_RAY_FORM = 0x40;
uint256 constant SUMS_MAX_RESIDUAL = 0x60;
uint256 constant SUMS_DIFFERENCE = 0x80;
uint256 constant SUMS_NEGATIVE = 0xa0;
uint256 constant SUMS_MAGNITUDES = 0xc0;

/// @title RowBlocks
/// @notice Blocks of one party's rows, with committed points and public values, and the checks that
/// follow a party's last row.
library RowBlocks {
    using BN254 for BN254.Sum;

    /// @dev A block and what its rows are checked against. `equalities`, `points` and `values` are
    /// calldata offsets. Assembly reads the fields at the offsets above.
    struct Block {
        /// @dev Kind of the outcome, 0..2.
        uint256 kind;
        /// @dev Length in bytes of a row's values.
        uint256 width;
        /// @dev A row is an equality row if its point is at this offset or after it.
        uint256 equalities;
        /// @dev τ_residual.
        uint256 residualTolerance;
        /// @dev γ_k and γ_P; γ_P is 0 when unbounded.
        uint256 weight;
        uint256 dualWeight;
        /// @dev α.
        uint256 alpha;
        /// @dev Where the first row's point is.
        uint256 points;
        /// @dev Where the points end and the values start.
        uint256 values;
    }

    /// @dev The sums over a block, at the offsets above.
    struct Sums {
        /// @dev e_k·α^(i+1) of the next row.
        uint256 challenge;
        uint256 form;
        /// @dev 0 unless unbounded.
        uint256 rayForm;
        uint256 maxResidual;
        /// @dev Σ ŵ(ŝ − r̂) and the sum of its negative terms, 0 unless optimal.
        int256 difference;
        int256 negative;
        /// @dev Σ |ŵ r̂| when optimal, Σ |ŵ| when infeasible, else 0.
        uint256 magnitudes;
    }

    /// @notice Checks the next block of the current party's rows and adds it to digests, forms, gap
    /// and sum.
    function absorb(
        Statement calldata statement,
        Header calldata header,
        Context memory context,
        Progress memory progress,
        bytes calldata data
    ) internal view {
        uint256 party = progress.party;
        uint256 done = progress.rowsDone;
        uint256 inequalities = statement.inequalities[party];
        uint256 count = inequalities + statement.equalities[party] - done;
        if (count > BLOCK_ITEMS) count = BLOCK_ITEMS;
        uint256 width = header.kind == KIND_INFEASIBLE ? 32 : 64;
        if (data.length != count * (64 + width)) revert ICertificateVerifier.CertificateShapeMismatch();
        progress.pointsHash = Transcript.absorb(progress.pointsHash, data[:count << 6]);
        progress.statementHash = Transcript.absorb(progress.statementHash, data[count << 6:]);

        Block memory source;
        source.kind = header.kind;
        source.points = Words.start(data);
        source.values = source.points + (count << 6);
        source.width = width;
        source.equalities = source.points + ((inequalities > done ? inequalities - done : 0) << 6);
        source.residualTolerance = statement.residualTolerance;
        source.alpha = context.alpha;
        source.weight = context.weights[party];
        if (header.kind != KIND_UNBOUNDED) source.dualWeight = context.dualWeight;
        Sums memory sums = Sums(progress.rowChallenge, 0, 0, progress.maxResidual, 0, 0, 0);
        uint256 seen = _absorbRows(source, sums, context.sum);
        if (seen != count) _refuse(source, seen);
        if (header.kind != KIND_INFEASIBLE) {
            progress.forms[party] = addmod(progress.forms[party], sums.form, BN254.R);
            if (header.kind == KIND_UNBOUNDED) {
                progress.rayForms[party] = addmod(progress.rayForms[party], sums.rayForm, BN254.R);
            }
        }
        progress.rowChallenge = sums.challenge;
        progress.maxResidual = sums.maxResidual;
        progress.difference += sums.difference;
        progress.gap += sums.difference - sums.negative;
        progress.magnitudes += sums.magnitudes;
        progress.rowsDone = done + count;
    }

    /// @notice Moves past every party whose rows are all done: adds the objective's row if the
    /// party owns it, and checks that the party's commitment matches.
    function pass(
        Statement calldata statement,
        Header calldata header,
        Context memory context,
        Progress memory progress
    ) internal view {
        uint256 parties = statement.commitments.length;
        uint256 party = progress.party;
        while (
            party < parties &&
            progress.rowsDone == uint256(statement.inequalities[party]) + statement.equalities[party]
        ) {
            if (party == statement.objectiveOwner) _absorbObjective(statement, header, context, progress);
            if (
                statement.commitments[party] !=
                Transcript.commitment(statement, header, party, progress.pointsHash)
            ) revert ICertificateVerifier.CertificateCommitmentMismatch(party);
            progress.pointsHash = 0;
            progress.rowsDone = 0;
            progress.party = ++party;
            progress.rowChallenge = Opening.firstRowChallenge(context, party);
        }
    }

    /// @dev The loop over a block's rows, in assembly because it dominates the cost of a
    /// settlement. It stops at the first row with anything out of range and returns how many
    /// precede it; `_refuse` finds the reason. Since |ŵ| < 2^87, 0 ≤ ŝ < 2^143 and |r̂| < 2^95, a
    /// block's sums stay below 2^238.
    // solhint-disable-next-line function-max-lines
    function _absorbRows(
        Block memory source,
        Sums memory sums,
        BN254.Sum memory sum
    ) private view returns (uint256 seen) {
        uint256 value = source.values;
        uint256 place = source.points;
        for (uint256 end = value; place < end; ) {
            uint256 fits;
            uint256 x;
            uint256 y;
            uint256 scalar;
            assembly ("memory-safe") {
                {
                    let challenge := mload(sums)
                    // Numbers that the kind does not have stay 0.
                    let multiplier := 0
                    let slack := 0
                    let residual := 0
                    // the bits of ŝ and s′ combined, so that one check covers both
                    let slacks := 0
                    switch mload(source)
                    case 0 {
                        multiplier := calldataload(value)
                        slack := calldataload(add(value, 32))
                        residual := signextend(11, slack)
                        slack := shr(96, slack)
                        slacks := slack
                        // difference += ŵ(ŝ − r̂); negative += min(0, ŵ(ŝ − r̂))
                        let term := mul(multiplier, sub(slack, residual))
                        let total := add(sums, SUMS_DIFFERENCE)
                        mstore(total, add(mload(total), term))
                        if slt(term, 0) {
                            total := add(sums, SUMS_NEGATIVE)
                            mstore(total, add(mload(total), term))
                        }
                        // magnitudes += |ŵ r̂|
                        term := mul(multiplier, residual)
                        total := add(sums, SUMS_MAGNITUDES)
                        mstore(total, add(mload(total), sub(xor(term, sar(255, term)), sar(255, term))))
                    }
                    case 1 {
                        multiplier := calldataload(value)
                        // magnitudes += |ŵ|
                        let total := add(sums, SUMS_MAGNITUDES)
                        let sign := sar(255, multiplier)
                        mstore(total, add(mload(total), sub(xor(multiplier, sign), sign)))
                    }
                    default {
                        slack := calldataload(value)
                        residual := signextend(11, slack)
                        slack := shr(96, slack)
                        slacks := calldataload(add(value, 32))
                        // rayForm += e_k α^(i+1) s′
                        let rayForm := add(sums, SUMS_RAY_FORM)
                        mstore(rayForm, addmod(mload(rayForm), mulmod(challenge, slacks, ORDER), ORDER))
                        slacks := or(slacks, slack)
                    }
                    // fits = |ŵ| < 2^87 && (an inequality ? ŵ ≥ 0 && ŝ, s′ < 2^143 : ŝ = s′ = 0)
                    fits := lt(add(multiplier, sub(shl(87, 1), 1)), sub(shl(88, 1), 1))
                    switch lt(place, mload(add(source, ROW_EQUALITIES)))
                    case 0 {
                        fits := and(fits, iszero(slacks))
                    }
                    default {
                        fits := and(fits, iszero(or(shr(255, multiplier), shr(143, slacks))))
                    }
                    // form += e_k α^(i+1) (ŝ − r̂)
                    slack := sub(slack, residual)
                    slack := add(slack, mul(ORDER, slt(slack, 0)))
                    let form := add(sums, SUMS_FORM)
                    mstore(form, addmod(mload(form), mulmod(challenge, slack, ORDER), ORDER))
                    // residual = |r̂|; fits &= residual ≤ τ;
                    // maxResidual = max(maxResidual, residual)
                    let sign := sar(255, residual)
                    residual := sub(xor(residual, sign), sign)
                    fits := and(fits, iszero(gt(residual, mload(add(source, ROW_TOLERANCE)))))
                    if gt(residual, mload(add(sums, SUMS_MAX_RESIDUAL))) {
                        mstore(add(sums, SUMS_MAX_RESIDUAL), residual)
                    }
                    // scalar = γ_P ŵ − γ_k e_k α^(i+1)
                    multiplier := add(multiplier, mul(ORDER, slt(multiplier, 0)))
                    multiplier := mulmod(mload(add(source, ROW_DUAL_WEIGHT)), multiplier, ORDER)
                    scalar := sub(ORDER, mulmod(mload(add(source, ROW_WEIGHT)), challenge, ORDER))
                    scalar := addmod(multiplier, scalar, ORDER)
                    // challenge = challenge · α
                    mstore(sums, mulmod(challenge, mload(add(source, ROW_ALPHA)), ORDER))
                }
                // fits &= isPoint(x, y)
                x := calldataload(place)
                y := calldataload(add(place, 32))
                fits := and(fits, and(lt(x, FIELD), lt(y, FIELD)))
                fits := and(
                    fits,
                    eq(mulmod(y, y, FIELD), addmod(mulmod(mulmod(x, x, FIELD), x, FIELD), 3, FIELD))
                )
                value := add(value, mload(add(source, ROW_WIDTH)))
            }
            if (fits == 0) break;
            sum.addMultiple(x, y, scalar);
            unchecked {
                place += 64;
            }
        }
        seen = (place - source.points) >> 6;
    }

    /// @dev Reverts with the first reason for refusing the row at `position` in its block.
    function _refuse(Block memory source, uint256 position) private pure {
        uint256 place = source.points + 64 * position;
        uint256 value = source.values + source.width * position;
        bool equality = place >= source.equalities;
        int256 multiplier = source.kind == KIND_UNBOUNDED ? int256(0) : int256(Words.load(value));
        uint256 raySlack = source.kind == KIND_UNBOUNDED ? Words.load(value + 32) : 0;
        if (Words.magnitude(multiplier) >= Words.VALUE_LIMIT) revert ICertificateVerifier.CertificateNumberOutOfRange();
        if (multiplier < 0 && !equality) revert ICertificateVerifier.CertificateMultiplierNegative();
        if (source.kind != KIND_INFEASIBLE) {
            uint256 word = Words.load(source.kind == KIND_OPTIMAL ? value + 32 : value);
            (uint256 slack, int256 residual) = Words.slackAndResidual(word);
            if ((slack | raySlack) >= Words.WIDE_LIMIT) revert ICertificateVerifier.CertificateNumberOutOfRange();
            if (equality && (slack | raySlack) != 0) revert ICertificateVerifier.CertificateSlackInvalid();
            if (Words.magnitude(residual) > source.residualTolerance) revert ICertificateVerifier.CertificateResidualTooLarge();
        }
        revert ICertificateVerifier.CertificatePointInvalid();
    }

    /// @dev Adds the objective's row R_c, which follows the owner's rows.
    function _absorbObjective(
        Statement calldata statement,
        Header calldata header,
        Context memory context,
        Progress memory progress
    ) private view {
        progress.pointsHash = Transcript.absorbPoint(progress.pointsHash, header.cx, header.cy);
        uint256 party = progress.party;
        uint256 challenge = progress.rowChallenge;
        if (header.kind != KIND_INFEASIBLE) {
            progress.forms[party] = addmod(
                progress.forms[party],
                mulmod(challenge, BN254.toScalar(-header.objective), BN254.R),
                BN254.R
            );
        }
        // −γ_o e_o α^(m_o+1) + γ_P 10^ω (the latter for kind 0 only)
        uint256 scalar = BN254.R - mulmod(context.weights[party], challenge, BN254.R);
        if (header.kind == KIND_OPTIMAL) {
            uint256 scale = 10 ** statement.multiplierDecimals;
            scalar = addmod(scalar, mulmod(context.dualWeight, scale, BN254.R), BN254.R);
        } else if (header.kind == KIND_UNBOUNDED) {
            progress.rayForms[party] = addmod(
                progress.rayForms[party],
                mulmod(challenge, BN254.toScalar(-header.dual), BN254.R),
                BN254.R
            );
        }
        context.sum.addMultiple(header.cx, header.cy, scalar);
    }
}
