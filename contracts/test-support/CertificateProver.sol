// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { BN254 } from "../libraries/BN254.sol";
import { Generators } from "../libraries/Generators.sol";
import {
    Header,
    KIND_INFEASIBLE,
    KIND_OPTIMAL,
    KIND_UNBOUNDED,
    Proof,
    Statement
} from "../types/Certificate.sol";
import { CurveSearch } from "./CurveSearch.sol";
import { Claim, Program, ProgramAnswers } from "./ProgramAnswers.sol";

/// @title CertificateProver
/// @notice A prover for programs of one column, written from docs/certificate.md: it does for any
/// claim what honest parties do for a true one. For tests only: its randomness is derived from its
/// inputs.
contract CertificateProver {
    struct Point {
        uint256 x;
        uint256 y;
    }

    /// @dev G_0, G_1 and H with their counters.
    struct Basis {
        Point rhs;
        Point column;
        Point blinding;
        bytes counters;
    }

    /// @dev Everything that a certificate is built from.
    struct Work {
        Basis basis;
        Point[2] rows;
        Point objective;
        uint256 alpha;
        bytes values;
        bytes[2] rowValues;
        uint256[2] responses;
    }

    /// @notice The commitments of both parties to the program, for the round that `statement`
    /// names.
    function commitments(
        Statement calldata statement,
        Program calldata program
    ) external view returns (bytes32[] memory found) {
        Work memory work = _start(program);
        found = new bytes32[](2);
        for (uint256 k = 0; k < 2; ++k) {
            bytes32 digest = keccak256(abi.encode(bytes32(0), work.rows[k].x, work.rows[k].y));
            if (k == 0) digest = keccak256(abi.encode(digest, work.objective.x, work.objective.y));
            found[k] = keccak256(
                abi.encode(
                    keccak256("concordat/commitment/v1"),
                    statement.chainId,
                    statement.coordinator,
                    statement.round,
                    k,
                    keccak256(work.basis.counters),
                    digest
                )
            );
        }
    }

    /// @notice A certificate of `claim` by parties that committed to `program`.
    function prove(
        Statement calldata statement,
        Program calldata program,
        Claim calldata claim
    ) external view returns (Header memory header, bytes[] memory blocks) {
        Work memory work = _start(program);
        header.kind = claim.kind;
        header.counters = work.basis.counters;
        header.bounds = ProgramAnswers.BOUNDS;
        (header.y0, header.yh) = (work.basis.rhs.y, work.basis.blinding.y);
        (header.cx, header.cy) = (work.objective.x, work.objective.y);
        (header.objective, header.dual) = (claim.objective, claim.dual);
        header.rho = _opening(program, claim);
        _encode(work, claim);
        header.statementDigest = _statementDigest(statement, header, work);
        work.alpha = _challenge(abi.encode(keccak256("concordat/alpha/v1"), header.statementDigest));
        header.proofs = new Proof[](2);
        for (uint256 k = 0; k < 2; ++k) _proveParty(program, claim, header, work, k);
        bytes32 response = keccak256(
            abi.encode(
                keccak256("concordat/response/v1"),
                header.statementDigest,
                keccak256(abi.encode(header.proofs))
            )
        );
        header.responseDigest = keccak256(abi.encode(response, work.responses));
        blocks = new bytes[](3);
        blocks[0] = abi.encode(bytes32(work.values), work.basis.column.y, work.responses);
        for (uint256 k = 0; k < 2; ++k) {
            blocks[k + 1] = bytes.concat(abi.encode(work.rows[k].x, work.rows[k].y), work.rowValues[k]);
        }
    }

    function _start(Program memory program) private view returns (Work memory work) {
        Basis memory basis = work.basis;
        uint256 first;
        uint256 second;
        uint256 last;
        (first, basis.rhs.x, basis.rhs.y) = CurveSearch.generator(Generators.RHS);
        (second, basis.column.x, basis.column.y) = CurveSearch.generator(1);
        (last, basis.blinding.x, basis.blinding.y) = CurveSearch.generator(Generators.BLINDING);
        basis.counters = abi.encodePacked(uint8(first), uint8(second), uint8(last));
        for (uint256 k = 0; k < 2; ++k) {
            (int256 coefficient, int256 side) = ProgramAnswers.rowOf(program, k);
            work.rows[k] = _point(
                basis,
                BN254.toScalar(coefficient),
                BN254.toScalar(side),
                _random(program, "row", k)
            );
        }
        work.objective = _point(basis, BN254.toScalar(program.cost), 0, _random(program, "objective", 0));
    }

    function _proveParty(
        Program memory program,
        Claim memory claim,
        Header memory header,
        Work memory work,
        uint256 k
    ) private view {
        uint256[3] memory nonces;
        for (uint256 i = 0; i < 3; ++i) {
            nonces[i] = _challenge(abi.encode("nonce", header.statementDigest, k, i));
        }
        Proof memory proof = header.proofs[k];
        Point memory announced = _point(work.basis, nonces[0], nonces[1], nonces[2]);
        (proof.ax, proof.ay) = (announced.x, announced.y);
        if (claim.kind != KIND_INFEASIBLE) {
            proof.a = addmod(mulmod(nonces[0], claim.x, BN254.R), BN254.R - nonces[1], BN254.R);
        }
        if (claim.kind == KIND_UNBOUNDED) proof.aRay = mulmod(nonces[0], claim.ray, BN254.R);
        uint256[3] memory secrets = _combined(program, work.alpha, k);
        uint256 challenge = _challenge(
            abi.encode(
                keccak256("concordat/challenge/v1"),
                header.statementDigest,
                k,
                proof.ax,
                proof.ay,
                proof.a,
                proof.aRay
            )
        );
        for (uint256 i = 0; i < 3; ++i) {
            nonces[i] = addmod(nonces[i], mulmod(challenge, secrets[i], BN254.R), BN254.R);
        }
        (work.responses[k], proof.z0, proof.zh) = (nonces[0], nonces[1], nonces[2]);
    }

    /// @dev u, β and ρ of party `k`: its row times α, and the objective times α² for its owner.
    function _combined(
        Program memory program,
        uint256 alpha,
        uint256 k
    ) private pure returns (uint256[3] memory secrets) {
        (int256 coefficient, int256 side) = ProgramAnswers.rowOf(program, k);
        secrets[0] = mulmod(alpha, BN254.toScalar(coefficient), BN254.R);
        secrets[1] = mulmod(alpha, BN254.toScalar(side), BN254.R);
        secrets[2] = mulmod(alpha, _random(program, "row", k), BN254.R);
        if (k != 0) return secrets;
        uint256 square = mulmod(alpha, alpha, BN254.R);
        secrets[0] = addmod(secrets[0], mulmod(square, BN254.toScalar(program.cost), BN254.R), BN254.R);
        secrets[2] = addmod(secrets[2], mulmod(square, _random(program, "objective", 0), BN254.R), BN254.R);
    }

    /// @dev The words of docs/certificate.md, "Kinds and blocks".
    function _encode(Work memory work, Claim memory claim) private pure {
        uint256 low = claim.kind == KIND_UNBOUNDED ? claim.ray : uint256(uint160(uint256(claim.reducedCost)));
        work.values = claim.kind == KIND_INFEASIBLE
            ? abi.encode(claim.reducedCost)
            : abi.encode((claim.x << 160) | low);
        for (uint256 k = 0; k < 2; ++k) {
            uint256 primal = (claim.slacks[k] << 96) | uint256(uint96(uint256(claim.residuals[k])));
            if (claim.kind == KIND_OPTIMAL) work.rowValues[k] = abi.encode(claim.multipliers[k], primal);
            else if (claim.kind == KIND_INFEASIBLE) work.rowValues[k] = abi.encode(claim.multipliers[k]);
            else work.rowValues[k] = abi.encode(primal, claim.raySlacks[k]);
        }
    }

    function _statementDigest(
        Statement memory statement,
        Header memory header,
        Work memory work
    ) private pure returns (bytes32 digest) {
        digest = keccak256(
            abi.encode(
                keccak256("concordat/statement/v1"),
                statement.chainId,
                statement.coordinator,
                statement.round,
                uint256(header.kind),
                statement.paramsDigest,
                keccak256(abi.encodePacked(statement.commitments)),
                header.objective,
                header.dual,
                header.rho,
                header.cx,
                header.cy
            )
        );
        digest = keccak256(bytes.concat(digest, work.values));
        for (uint256 k = 0; k < 2; ++k) digest = keccak256(bytes.concat(digest, work.rowValues[k]));
    }

    /// @dev ρ = Σ ŵ_k ρ_k, plus ρ_c where the costs are part of the dual equation.
    function _opening(Program memory program, Claim memory claim) private pure returns (uint256 rho) {
        if (claim.kind == KIND_UNBOUNDED) return 0;
        for (uint256 k = 0; k < 2; ++k) {
            uint256 multiplier = BN254.toScalar(claim.multipliers[k]);
            rho = addmod(rho, mulmod(multiplier, _random(program, "row", k), BN254.R), BN254.R);
        }
        if (claim.kind == KIND_OPTIMAL) rho = addmod(rho, _random(program, "objective", 0), BN254.R);
    }

    function _point(
        Basis memory basis,
        uint256 column,
        uint256 rhs,
        uint256 blinding
    ) private view returns (Point memory) {
        BN254.Sum memory sum;
        BN254.addMultiple(sum, basis.column.x, basis.column.y, column);
        BN254.addMultiple(sum, basis.rhs.x, basis.rhs.y, rhs);
        BN254.addMultiple(sum, basis.blinding.x, basis.blinding.y, blinding);
        return Point(sum.sumX, sum.sumY);
    }

    function _random(Program memory program, string memory what, uint256 k) private pure returns (uint256) {
        return _challenge(abi.encode(program, what, k));
    }

    function _challenge(bytes memory preimage) private pure returns (uint256) {
        return uint256(keccak256(preimage)) % BN254.R;
    }
}
