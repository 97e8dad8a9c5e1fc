// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { RoundCoordinator } from "./RoundCoordinator.sol";
import { SettlingHandler } from "./test-support/SettlingHandler.sol";
import { Test } from "./test-support/Test.sol";
import { Phase } from "./types/Round.sol";
import { CertificateVerifier } from "./verifiers/CertificateVerifier.sol";
import { SealedVerifier } from "./verifiers/SealedVerifier.sol";

/// @title SettlementTest
/// @notice The coordinator with the real verifier: every outcome that settles is true, whatever is
/// tried in whatever order.
contract SettlementTest is Test {
    uint256 private constant STEPS = 12;

    RoundCoordinator private _coordinator;
    SettlingHandler private _handler;

    /// @notice A coordinator with the real verifier, and the handler that drives it.
    function setUp() public {
        _coordinator = new RoundCoordinator(new CertificateVerifier(), new SealedVerifier());
        _handler = new SettlingHandler(_coordinator);
    }

    /// @notice In any sequence of attempts, no false certificate is accepted, no true one is
    /// refused, and every settled round has the outcome of its program.
    /// @dev The sequence of calls is drawn from a seed, because Hardhat's invariant runner does not
    /// find this handler's functions.
    function testFuzzWhatSettlesIsTrue(uint256 seed) public {
        for (uint256 i = 0; i < STEPS; ++i) {
            _act(i < 2 ? 0 : _draw(seed, i) % 5, _draw(seed, i + STEPS));
            _equal(_handler.violations(), 0);
        }
        uint256 settled = 0;
        for (uint256 round = 1; round <= _coordinator.roundCount(); ++round) {
            if (_coordinator.stateOf(round).phase != Phase.Settled) continue;
            ++settled;
            _holds(_handler.isTrue(round), "the outcome is the program's");
        }
        _equal(_handler.settled(), settled);
    }

    /// @notice At most one of the three kinds can be proven for the same commitments: the one that
    /// is true beyond the tolerance.
    function testFuzzKindsExcludeEachOther(uint256 lower, uint256 upper, uint256 cost, bool unlimited) public {
        _handler.open(lower, upper, cost, unlimited);
        for (uint8 kind = 0; kind < 3; ++kind) {
            _holds(_handler.accepts(1, kind) == (_handler.kindOf(1) == kind), "one kind");
        }
    }

    function _act(uint256 action, uint256 seed) private {
        (uint256 a, uint256 b, uint256 c) = (_draw(seed, 1), _draw(seed, 2), _draw(seed, 3));
        if (action == 0) _handler.open(a, b, c, seed % 3 == 0);
        else if (action == 1) _handler.settle(a, uint8(b));
        else if (action == 2) _handler.lie(a, uint8(b), c, int8(uint8(seed)));
        else if (action == 3) _handler.borrow(a, b);
        else _handler.damage(a, b, c);
    }

    function _draw(uint256 seed, uint256 index) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, index)));
    }
}
