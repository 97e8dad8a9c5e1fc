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
import { Opening } from "./Opening.sol";
import { Transcript } from "./Transcript.sol";
import { Words } from "./Words.sol";

/// @title RowBlocks
/// @notice Blocks of one party's rows: committed points and public values; and what follows a party's last row.
library RowBlocks {
    using BN254 for BN254.Sum;

    /// @dev One block being read. Rows of the block with a place below `equalities` are inequalities.
    struct Reader {
        uint256 kind;
        /// @dev Where the next row's point and values lie in calldata.
        uint256 point;
        uint256 values;
        /// @dev e_k·α^(i+1) of the next row.
        uint256 rowChallenge;
        /// @dev γ_k.
        uint256 weight;
        uint256 residualTolerance;
        uint256 maxResidual;
        /// @dev Σ ŵ(ŝ − r̂) over the block.
        int256 gap;
        /// @dev Forms 1 and 2 of the party.
        uint256 form;
        uint256 rayForm;
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
        bool proven = header.kind != KIND_INFEASIBLE;
        if (data.length != (count << 5) * (proven ? 4 : 3)) revert ICertificateVerifier.ShapeMismatch();
        progress.pointsHash = Transcript.absorb(progress.pointsHash, data[:count << 6]);
        progress.statementHash = Transcript.absorb(progress.statementHash, data[count << 6:]);

        Reader memory reader;
        reader.kind = header.kind;
        reader.point = Words.start(data);
        reader.values = reader.point + (count << 6);
        reader.residualTolerance = statement.residualTolerance;
        reader.maxResidual = progress.maxResidual;
        reader.rowChallenge = progress.rowChallenge;
        if (proven) {
            reader.weight = context.weights[party];
            reader.form = progress.forms[party];
            if (reader.kind == KIND_UNBOUNDED) reader.rayForm = progress.rayForms[party];
        }
        // Unchecked: row numbers are below 2^17.
        unchecked {
            for (uint256 i = done; i < done + count; ++i) {
                _absorbRow(reader, context, i >= inequalities);
            }
        }
        if (proven) {
            progress.forms[party] = reader.form;
            if (reader.kind == KIND_UNBOUNDED) progress.rayForms[party] = reader.rayForm;
        }
        progress.rowChallenge = reader.rowChallenge;
        progress.maxResidual = reader.maxResidual;
        progress.gap += reader.gap;
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
            ) revert ICertificateVerifier.CommitmentMismatch(party);
            progress.pointsHash = 0;
            progress.rowsDone = 0;
            progress.party = ++party;
            progress.rowChallenge = Opening.firstRowChallenge(context, party);
        }
    }

    function _absorbRow(Reader memory reader, Context memory context, bool equality) private view {
        // Unchecked: places lie in calldata. |ŵ| < 2^72 and 0 ≤ ŝ < 2^160, |r̂| < 2^95 keep 256 products below 2^241.
        unchecked {
            uint256 place = reader.values;
            uint256 kind = reader.kind;
            uint256 scalar = 0;
            if (kind != KIND_UNBOUNDED) {
                int256 multiplier = int256(Words.load(place));
                place += 32;
                if (Words.magnitude(multiplier) >= Words.VALUE_LIMIT) revert ICertificateVerifier.NumberOutOfRange();
                if (multiplier < 0 && !equality) revert ICertificateVerifier.MultiplierNegative();
                // γ_P ŵ_i
                scalar = mulmod(context.dualWeight, BN254.toScalar(multiplier), BN254.R);
                if (kind == KIND_OPTIMAL) {
                    reader.gap += multiplier * _absorbSlack(reader, Words.load(place), 0, equality);
                    place += 32;
                }
            } else {
                uint256 raySlack = Words.load(place + 32);
                if (raySlack >= Words.WIDE_LIMIT) revert ICertificateVerifier.NumberOutOfRange();
                _absorbSlack(reader, Words.load(place), raySlack, equality);
                place += 64;
                // T′ has the slacks with a minus, and enters the form with another.
                reader.rayForm = addmod(reader.rayForm, mulmod(reader.rowChallenge, raySlack, BN254.R), BN254.R);
            }
            reader.values = place;

            uint256 x = Words.load(reader.point);
            uint256 y = Words.load(reader.point + 32);
            if (!BN254.isPoint(x, y)) revert ICertificateVerifier.PointInvalid();
            reader.point += 64;

            if (kind != KIND_INFEASIBLE) {
                // −γ_k e_k α^(i+1)
                uint256 challenge = reader.rowChallenge;
                scalar = addmod(scalar, BN254.R - mulmod(reader.weight, challenge, BN254.R), BN254.R);
                reader.rowChallenge = mulmod(challenge, context.alpha, BN254.R);
            }
            context.sum.addMultiple(x, y, scalar);
        }
    }

    /// @dev Checks slack and residual of a row and adds −e_k α^(i+1)(r̂ − ŝ) to form 1; returns ŝ − r̂.
    function _absorbSlack(
        Reader memory reader,
        uint256 word,
        uint256 raySlack,
        bool equality
    ) private pure returns (int256 difference) {
        (uint256 slack, int256 residual) = Words.slackAndResidual(word);
        if (equality && (slack | raySlack) != 0) revert ICertificateVerifier.SlackInvalid();
        uint256 size = Words.magnitude(residual);
        if (size > reader.residualTolerance) revert ICertificateVerifier.ResidualTooLarge();
        if (size > reader.maxResidual) reader.maxResidual = size;
        // Unchecked: ŝ < 2^160, |r̂| < 2^96.
        unchecked {
            difference = int256(slack) - residual;
        }
        reader.form = addmod(
            reader.form,
            mulmod(reader.rowChallenge, BN254.toScalar(difference), BN254.R),
            BN254.R
        );
    }

    /// @dev The objective's row R_c follows the owner's rows; when infeasible it only enters the commitment.
    function _absorbObjective(
        Statement calldata statement,
        Header calldata header,
        Context memory context,
        Progress memory progress
    ) private view {
        progress.pointsHash = Transcript.absorbPoint(progress.pointsHash, header.cx, header.cy);
        if (header.kind == KIND_INFEASIBLE) return;
        uint256 party = progress.party;
        uint256 challenge = progress.rowChallenge;
        progress.forms[party] = addmod(
            progress.forms[party],
            mulmod(challenge, BN254.toScalar(-header.objective), BN254.R),
            BN254.R
        );
        // −γ_o e_o α^(m_o+1) + γ_P 10^ω (the latter for kind 0 only)
        uint256 scalar = BN254.R - mulmod(context.weights[party], challenge, BN254.R);
        if (header.kind == KIND_OPTIMAL) {
            uint256 scale = 10 ** statement.multiplierDecimals;
            scalar = addmod(scalar, mulmod(context.dualWeight, scale, BN254.R), BN254.R);
        } else {
            progress.rayForms[party] = addmod(
                progress.rayForms[party],
                mulmod(challenge, BN254.toScalar(-header.dual), BN254.R),
                BN254.R
            );
        }
        context.sum.addMultiple(header.cx, header.cy, scalar);
    }
}
