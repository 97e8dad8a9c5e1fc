// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IRoundCoordinator } from "../interfaces/IRoundCoordinator.sol";

/// @title ReentrantParty
/// @notice A party that calls `withdraw` again while it is being paid. For tests only.
contract ReentrantParty {
    IRoundCoordinator private immutable _coordinator;

    /// @notice Wei that it got by calling again.
    uint256 public paid;
    /// @notice Number of times that it called again and was refused.
    uint256 public refusals;

    /// @notice A party to rounds of `coordinator`.
    constructor(IRoundCoordinator coordinator) payable {
        _coordinator = coordinator;
    }

    /// @notice Calls `withdraw` again.
    receive() external payable {
        try _coordinator.withdraw() returns (uint256 amount) {
            paid += amount;
        } catch {
            ++refusals;
        }
    }

    /// @notice Commits and pays `bond`.
    function commit(uint256 round, bytes32 params, uint256 bond) external {
        _coordinator.commit{ value: bond }(round, params, bytes32(uint256(1)));
    }

    /// @notice Withdraws.
    function withdraw() external {
        _coordinator.withdraw();
    }
}
