// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "../interfaces/ICertificateVerifier.sol";
import { IRoundCoordinator } from "../interfaces/IRoundCoordinator.sol";
import { Header, KIND_UNBOUNDED, Outcome } from "../types/Certificate.sol";
import { Params, Phase } from "../types/Round.sol";
import { CertificateProver } from "./CertificateProver.sol";
import { Claim, Program, ProgramAnswers } from "./ProgramAnswers.sol";
import { RoundSamples } from "./RoundSamples.sol";
import { Test } from "./Test.sol";

/// @title SettlingHandler
/// @notice Opens rounds for random programs of one column, whose answers are known, and tries to
/// settle them with true, false, borrowed and damaged certificates. The real verifier checks these.
/// For tests only.
contract SettlingHandler is Test {
    /// @notice Residual tolerance of every round.
    int256 public constant RESIDUAL = 2;
    /// @notice Dual tolerance of every round: how far a reduced cost may be below zero.
    int256 public constant DUAL = 1;
    uint256 private constant MAX_ROUNDS = 4;

    IRoundCoordinator private _coordinator;
    ICertificateVerifier private _verifier;
    CertificateProver private _prover;

    /// @notice False certificates that were accepted, and true ones that were refused.
    uint256 public violations;
    /// @notice Rounds that have been settled.
    uint256 public settled;

    mapping(uint256 round => Program) private _programs;

    /// @notice A handler of `coordinator`, which has the real verifier.
    constructor(IRoundCoordinator coordinator) {
        _coordinator = coordinator;
        _verifier = coordinator.verifier();
        _prover = new CertificateProver();
    }

    /// @notice Opens a round for a program whose lower and upper sides are close together, and lets
    /// both parties commit.
    function open(uint256 lower, uint256 upper, uint256 cost, bool unlimited) external {
        if (_coordinator.roundCount() == MAX_ROUNDS) return;
        Program memory program = Program(
            int256(_bound(lower, 10, 20)),
            int256(_bound(upper, 6, 24)),
            int256(_bound(cost, 0, 8)) - 4,
            unlimited
        );
        Params memory params = RoundSamples.sample(2, "");
        (params.inequalities[0], params.inequalities[1]) = (1, 1);
        (params.equalities[0], params.equalities[1]) = (0, 0);
        params.bounds = keccak256(ProgramAnswers.BOUNDS);
        params.residualTolerance = uint96(uint256(RESIDUAL));
        params.dualTolerance = uint160(uint256(DUAL));
        params.gapTolerance = 100;
        uint256 round = _coordinator.open(params);
        _programs[round] = program;
        bytes32[] memory digests = _prover.commitments(_coordinator.statementOf(round), program);
        bytes32 agreed = _coordinator.stateOf(round).paramsDigest;
        for (uint256 k = 0; k < 2; ++k) {
            VM.prank(params.parties[k]);
            _coordinator.commit(round, agreed, digests[k]);
        }
    }

    /// @notice Tries to settle with the claim of some kind that comes closest to the truth. It must
    /// settle if and only if that kind can be proven.
    function settle(uint256 round, uint8 kind) external {
        if (_isEmpty()) return;
        round = _round(round);
        Claim memory claim = ProgramAnswers.answer(_programs[round], kind % 3);
        _try(round, round, claim, claim.kind == kindOf(round));
    }

    /// @notice Tries to settle with a claim that has been made false.
    function lie(uint256 round, uint8 kind, uint256 what, int8 by) external {
        if (by == 0 || _isEmpty()) return;
        round = _round(round);
        Claim memory claim = ProgramAnswers.answer(_programs[round], kind % 3);
        _falsify(claim, what % 6, by);
        _try(round, round, claim, false);
    }

    /// @notice Tries to settle a round with the true certificate of another.
    function borrow(uint256 from, uint256 to) external {
        if (_isEmpty()) return;
        (from, to) = (_round(from), _round(to));
        if (from == to || kindOf(from) > KIND_UNBOUNDED) return;
        _try(from, to, ProgramAnswers.answer(_programs[from], kindOf(from)), false);
    }

    /// @notice Gives the verifier the true certificate of a round with one bit of a block flipped.
    function damage(uint256 round, uint256 block_, uint256 bit) external {
        if (_isEmpty()) return;
        round = _round(round);
        if (kindOf(round) > KIND_UNBOUNDED || _phase(round) != Phase.Settling) return;
        Claim memory claim = ProgramAnswers.answer(_programs[round], kindOf(round));
        (Header memory header, bytes[] memory blocks) = _prove(round, claim);
        bytes memory target = blocks[block_ % blocks.length];
        bit %= 8 * target.length;
        target[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        if (_isAccepted(round, header, blocks)) ++violations;
    }

    /// @notice Whether the verifier accepts the claim of this kind that comes closest to the truth.
    function accepts(uint256 round, uint8 kind) external view returns (bool) {
        (Header memory header, bytes[] memory blocks) = _prove(round, ProgramAnswers.answer(_programs[round], kind));
        return _isAccepted(round, header, blocks);
    }

    /// @notice Whether the round's outcome is the program's answer.
    function isTrue(uint256 round) external view returns (bool) {
        Outcome memory outcome = _coordinator.outcomeOf(round);
        Claim memory claim = ProgramAnswers.answer(_programs[round], kindOf(round));
        return outcome.kind == kindOf(round) && outcome.objective == claim.objective;
    }

    /// @notice The one kind that can be proven of the round's program, or NO_KIND.
    function kindOf(uint256 round) public view returns (uint8) {
        return ProgramAnswers.kindOf(_programs[round], RESIDUAL, DUAL);
    }

    /// @dev Tries to settle, and counts a violation if that succeeds or fails when it should not. A
    /// round settles only once.
    function _try(uint256 from, uint256 to, Claim memory claim, bool holds) private {
        (Header memory header, bytes[] memory blocks) = _prove(from, claim);
        bool due = holds && _phase(to) == Phase.Settling;
        try _coordinator.settle(to, header, "", blocks) {
            ++settled;
            if (!due) ++violations;
        } catch {
            if (due) ++violations;
        }
    }

    function _isAccepted(uint256 round, Header memory header, bytes[] memory blocks) private view returns (bool) {
        try _verifier.verify(_coordinator.statementOf(round), header, blocks) returns (Outcome memory) {
            return true;
        } catch {
            return false;
        }
    }

    function _prove(uint256 round, Claim memory claim) private view returns (Header memory, bytes[] memory) {
        return _prover.prove(_coordinator.statementOf(round), _programs[round], claim);
    }

    /// @dev Changes one number of the claim. If the claim's kind does not have that number, also
    /// changes d.
    function _falsify(Claim memory claim, uint256 what, int8 by) private pure {
        if (what == 0) claim.dual += by;
        else if (what == 1) claim.reducedCost += by;
        else if (what == 2) claim.multipliers[0] += by;
        else if (what == 3) claim.slacks[0] += uint8(by);
        else if (what == 4) claim.residuals[1] += by;
        else claim.x += uint8(by);
        if (claim.kind == KIND_UNBOUNDED && (what == 1 || what == 2)) claim.dual += by;
        if (claim.kind == 1 && what > 2) claim.dual += by;
    }

    function _phase(uint256 round) private view returns (Phase) {
        return _coordinator.stateOf(round).phase;
    }

    /// @dev Whether there is no round yet.
    function _isEmpty() private view returns (bool) {
        return _coordinator.roundCount() == 0;
    }

    function _round(uint256 seed) private view returns (uint256) {
        return _bound(seed, 1, _coordinator.roundCount());
    }
}
