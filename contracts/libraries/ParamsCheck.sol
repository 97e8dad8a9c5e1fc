// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ILPCoordinator } from "../interfaces/ILPCoordinator.sol";
import { BLOCK_ITEMS } from "../types/Certificate.sol";
import { Params } from "../types/Round.sol";

/// @title ParamsCheck
/// @notice Ranges of a round's parameters.
library ParamsCheck {
    uint256 internal constant MAX_DECIMALS = 15;
    uint256 internal constant MAX_PERIOD = 180 days;
    uint256 internal constant MAX_RESIDUAL_TOLERANCE = (1 << 95) - 1;
    uint256 internal constant MAX_DUAL_TOLERANCE = (1 << 159) - 1;
    uint256 internal constant MAX_STEPS = 65_535;
    /// @dev Responses in one column block: at most 900 gas each with the memory they take, so that a block of 256 columns stays
    /// below the gas cap of a transaction, 16,777,216 (EIP-7825).
    uint256 internal constant MAX_BLOCK_RESPONSES = 12_000;

    /// @notice Reverts with the first parameter that is out of range.
    function check(Params calldata params) internal pure {
        uint256 parties = params.parties.length;
        if (
            parties < 2 ||
            parties > 255 ||
            params.inequalities.length != parties ||
            params.equalities.length != parties
        ) revert ILPCoordinator.CoordinatorPartyCount();
        _checkParties(params.parties);
        if (params.objectiveOwner >= parties) revert ILPCoordinator.CoordinatorOwnerInvalid();
        uint256 columns = params.columns < BLOCK_ITEMS ? params.columns : BLOCK_ITEMS;
        if (columns == 0 || columns * parties > MAX_BLOCK_RESPONSES) revert ILPCoordinator.CoordinatorColumnsInvalid();
        _checkSchedule(params.schedule, parties);
        if (
            params.coefficientDecimals > MAX_DECIMALS ||
            params.solutionDecimals > MAX_DECIMALS ||
            params.multiplierDecimals > MAX_DECIMALS
        ) revert ILPCoordinator.CoordinatorDecimalsInvalid();
        if (params.residualTolerance > MAX_RESIDUAL_TOLERANCE || params.dualTolerance > MAX_DUAL_TOLERANCE) {
            revert ILPCoordinator.CoordinatorToleranceInvalid();
        }
        _checkPeriod(params.commitPeriod);
        _checkPeriod(params.stepPeriod);
        _checkPeriod(params.settlePeriod);
    }

    function _checkParties(address[] calldata parties) private pure {
        for (uint256 k = 0; k < parties.length; ++k) {
            address account = parties[k];
            bool valid = account != address(0);
            for (uint256 i = 0; i < k; ++i) {
                valid = valid && parties[i] != account;
            }
            if (!valid) revert ILPCoordinator.CoordinatorPartyInvalid(k);
        }
    }

    function _checkSchedule(bytes calldata schedule, uint256 parties) private pure {
        if (schedule.length > MAX_STEPS) revert ILPCoordinator.CoordinatorScheduleInvalid(schedule.length);
        for (uint256 step = 0; step < schedule.length; ++step) {
            if (uint8(schedule[step]) >= parties) revert ILPCoordinator.CoordinatorScheduleInvalid(step);
        }
    }

    function _checkPeriod(uint256 period) private pure {
        if (period == 0 || period > MAX_PERIOD) revert ILPCoordinator.CoordinatorPeriodInvalid();
    }
}
