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
// The linter does not see that assembly uses the moduli.
// solhint-disable-next-line no-unused-import
import { BN254, FIELD, ORDER } from "./BN254.sol";
import { Context } from "./Challenges.sol";
import { Opening } from "./Opening.sol";
import { Transcript } from "./Transcript.sol";
import { Words } from "./Words.sol";

/// @title RowBlocks
/// @notice Blocks of one party's rows: committed points and public values; and what follows a party's last row.
library RowBlocks {
    using BN254 for BN254.Sum;

    /// @dev A block and what its rows are checked against. Places are in calldata. The loop reads the fields at the offsets
    /// given here.
    struct Block {
        /// @dev 0x00.
        uint256 kind;
        /// @dev 0x20: bytes of a row's values.
        uint256 width;
        /// @dev 0x40: where the point of the party's first equality row would be.
        uint256 equalities;
        /// @dev 0x60: τ_residual.
        uint256 residualTolerance;
        /// @dev 0x80, 0xa0: γ_k and γ_P; the latter 0 when unbounded.
        uint256 weight;
        uint256 dualWeight;
        /// @dev 0xc0: α.
        uint256 alpha;
        /// @dev 0xe0: the first row's point.
        uint256 points;
        /// @dev 0x100: the end of the points, where the values start.
        uint256 values;
    }

    /// @dev What a block adds up to, at offsets 0x00 to 0xc0.
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

    /// @notice Checks the next block of the current party's rows and adds it to digests, forms, gap and sum.
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

    /// @notice Passes every party whose rows are all done: its commitment must match, and the objective's row is added.
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

    /// @dev The loop over a block's rows. In assembly because it decides what a settlement costs. It stops before the first
    /// row with anything out of range and returns how many came before; `_refuse` finds the reason.
    /// |ŵ| < 2^87, 0 ≤ ŝ < 2^143 and |r̂| < 2^95 keep a block's products below 2^238.
    // solhint-disable-next-line function-max-lines
    function _absorbRows(
        Block memory source,
        Sums memory sums,
        BN254.Sum memory sum
    ) private view returns (uint256 seen) {
        assembly ("memory-safe") {
            let place := mload(add(source, 0xe0))
            let value := mload(add(source, 0x100))
            for {

            } lt(place, mload(add(source, 0x100))) {
                place := add(place, 64)
                value := add(value, mload(add(source, 0x20)))
            } {
                let challenge := mload(sums)
                // The numbers that the kind has; the others are 0.
                let multiplier := 0
                let slackAndResidual := 0
                let raySlack := 0
                switch mload(source)
                case 0 {
                    multiplier := calldataload(value)
                    slackAndResidual := calldataload(add(value, 32))
                    // difference += ŵ(ŝ − r̂); negative += min(0, ŵ(ŝ − r̂))
                    let term := mul(multiplier, sub(shr(96, slackAndResidual), signextend(11, slackAndResidual)))
                    let total := add(sums, 0x80)
                    mstore(total, add(mload(total), term))
                    if slt(term, 0) {
                        total := add(sums, 0xa0)
                        mstore(total, add(mload(total), term))
                    }
                    // magnitudes += |ŵ r̂|
                    term := mul(multiplier, signextend(11, slackAndResidual))
                    total := add(sums, 0xc0)
                    mstore(total, add(mload(total), xor(term, mul(xor(term, sub(0, term)), slt(term, 0)))))
                }
                case 1 {
                    multiplier := calldataload(value)
                    // magnitudes += |ŵ|
                    let total := add(sums, 0xc0)
                    let size := xor(multiplier, mul(xor(multiplier, sub(0, multiplier)), slt(multiplier, 0)))
                    mstore(total, add(mload(total), size))
                }
                default {
                    slackAndResidual := calldataload(value)
                    raySlack := calldataload(add(value, 32))
                    // rayForm += e_k α^(i+1) s′
                    let rayForm := add(sums, 0x40)
                    mstore(rayForm, addmod(mload(rayForm), mulmod(challenge, raySlack, ORDER), ORDER))
                }

                // fits = |ŵ| < 2^87 && (an inequality ? ŵ ≥ 0 && ŝ, s′ < 2^143 : ŝ = s′ = 0) && |r̂| ≤ τ
                let slack := shr(96, slackAndResidual)
                let residual := signextend(11, slackAndResidual)
                let fits := lt(add(multiplier, sub(shl(87, 1), 1)), sub(shl(88, 1), 1))
                switch lt(place, mload(add(source, 0x40)))
                case 0 {
                    fits := and(fits, iszero(or(slack, raySlack)))
                }
                default {
                    fits := and(fits, iszero(or(shr(255, multiplier), shr(143, or(slack, raySlack)))))
                }
                let sign := sar(255, residual)
                let size := sub(xor(residual, sign), sign)
                fits := and(fits, iszero(gt(size, mload(add(source, 0x60)))))
                if gt(size, mload(add(sums, 0x60))) {
                    mstore(add(sums, 0x60), size)
                }

                // fits &= isPoint(x, y)
                let x := calldataload(place)
                let y := calldataload(add(place, 32))
                fits := and(fits, and(lt(x, FIELD), lt(y, FIELD)))
                fits := and(
                    fits,
                    eq(mulmod(y, y, FIELD), addmod(mulmod(mulmod(x, x, FIELD), x, FIELD), 3, FIELD))
                )
                if iszero(fits) {
                    break
                }
                mstore(add(sum, 0x40), x)
                mstore(add(sum, 0x60), y)

                // form += e_k α^(i+1) (ŝ − r̂)
                let difference := sub(slack, residual)
                difference := add(difference, mul(ORDER, slt(difference, 0)))
                let form := add(sums, 0x20)
                mstore(form, addmod(mload(form), mulmod(challenge, difference, ORDER), ORDER))

                // sum.addMultiple(x, y, γ_P ŵ − γ_k e_k α^(i+1)); as x and y were checked, only a lack of gas makes it fail
                multiplier := mulmod(mload(add(source, 0xa0)), add(multiplier, mul(ORDER, slt(multiplier, 0))), ORDER)
                mstore(
                    add(sum, 0x80),
                    addmod(multiplier, sub(ORDER, mulmod(mload(add(source, 0x80)), challenge, ORDER)), ORDER)
                )
                mstore(sums, mulmod(challenge, mload(add(source, 0xc0)), ORDER))
                let point := add(sum, 0x40)
                if iszero(staticcall(gas(), 7, point, 0x60, point, 0x40)) {
                    revert(0, 0)
                }
                if iszero(staticcall(gas(), 6, sum, 0x80, sum, 0x40)) {
                    revert(0, 0)
                }
            }
            seen := shr(6, sub(place, mload(add(source, 0xe0))))
        }
    }

    /// @dev Reverts with the first reason to refuse the row at `position` in its block.
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

    /// @dev The objective's row R_c follows the owner's rows.
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
