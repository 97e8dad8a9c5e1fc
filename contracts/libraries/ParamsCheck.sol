// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IRoundCoordinator } from "../interfaces/IRoundCoordinator.sol";
import { BLOCK_ITEMS } from "../types/Certificate.sol";
import { Params } from "../types/Round.sol";
import { Schedules } from "./Schedules.sol";
import { SealedParamsCheck } from "./sealed/SealedParamsCheck.sol";

/// @title ParamsCheck
/// @notice Ranges of a round's parameters.
library ParamsCheck {
    uint256 internal constant MAX_COEFFICIENT_DECIMALS = 15;
    uint256 internal constant MAX_DECIMALS = 24;
    /// @dev Whoever keeps a party's transaction out of blocks for a period takes its bond, for
    /// nothing where blocks cost nothing. Within this time nodes ask their peers again, validators
    /// take turns many times, and a party can send by another way.
    uint256 internal constant MIN_PERIOD = 10 minutes;
    uint256 internal constant MAX_PERIOD = 180 days;
    uint256 internal constant MAX_RESIDUAL_TOLERANCE = (1 << 95) - 1;
    uint256 internal constant MAX_DUAL_TOLERANCE = (1 << 143) - 1;
    /// @dev A round stores the size of each exchange in 112 bits.
    uint256 internal constant MAX_EXCHANGES = 14;
    uint256 internal constant MAX_ROWS = 65_535;
    /// @dev Calldata of a settling transaction: clients refuse transactions of more than 128 KiB,
    /// envelope included. At the floor price of calldata (EIP-7623: 40 gas for a non-zero byte,
    /// 1,280 for a response) this is 5,120,000 gas, so that the length is the tighter bound beside
    /// the gas cap, 16,777,216 (EIP-7825).
    uint256 internal constant MAX_CALLDATA = 128_000;
    /// @dev A settling transaction without counters, bounds, proofs, forms and blocks: 1,412 bytes,
    /// rounded up.
    uint256 internal constant CALL_BYTES = 1420;
    /// @dev A party's proof in the header, 192, and its two forms in the progress of a settlement
    /// in parts.
    uint256 internal constant PARTY_BYTES = 256;
    /// @dev Two words of a point and two of values for each row.
    uint256 internal constant ROW_BLOCK_BYTES = 128 * BLOCK_ITEMS;

    /// @notice Reverts with the first parameter that is out of range.
    function check(Params calldata params) internal pure {
        uint256 parties = params.parties.length;
        if (
            parties < 2 ||
            parties > 255 ||
            params.inequalities.length != parties ||
            params.equalities.length != parties
        ) revert IRoundCoordinator.CoordinatorPartyCount();
        _checkParties(params.parties);
        if (params.objectiveOwner >= parties) revert IRoundCoordinator.CoordinatorOwnerInvalid();
        _checkRows(params);
        bool isSealed = params.sealedKey != 0;
        if (params.columns == 0 || (!isSealed && _longestCalldata(params.columns, parties) > MAX_CALLDATA)) {
            revert IRoundCoordinator.CoordinatorColumnsInvalid();
        }
        _checkSchedule(params.schedule, parties);
        if (
            params.coefficientDecimals > MAX_COEFFICIENT_DECIMALS ||
            params.solutionDecimals > MAX_DECIMALS ||
            params.multiplierDecimals > MAX_DECIMALS
        ) revert IRoundCoordinator.CoordinatorDecimalsInvalid();
        if (params.residualTolerance > MAX_RESIDUAL_TOLERANCE || params.dualTolerance > MAX_DUAL_TOLERANCE) {
            revert IRoundCoordinator.CoordinatorToleranceInvalid();
        }
        if (isSealed) SealedParamsCheck.check(params);
        _checkPeriod(params.commitPeriod);
        _checkPeriod(params.exchangePeriod);
        _checkPeriod(params.settlePeriod);
    }

    function _checkParties(address[] calldata parties) private pure {
        for (uint256 k = 0; k < parties.length; ++k) {
            address account = parties[k];
            bool valid = account != address(0);
            for (uint256 i = 0; i < k; ++i) {
                valid = valid && parties[i] != account;
            }
            if (!valid) revert IRoundCoordinator.CoordinatorPartyInvalid(k);
        }
    }

    /// @dev Who has neither a row nor the objective would have nothing to prove its consent with.
    function _checkRows(Params calldata params) private pure {
        for (uint256 k = 0; k < params.parties.length; ++k) {
            uint256 rows = uint256(params.inequalities[k]) + params.equalities[k];
            if (rows > MAX_ROWS || (rows == 0 && k != params.objectiveOwner)) {
                revert IRoundCoordinator.CoordinatorRowsInvalid(k);
            }
        }
    }

    /// @dev Bytes of a settling transaction that carries the largest block alone. Of each column:
    /// its counter and its bound in the header; in its block a word of values, an ordinate and the
    /// parties' responses.
    function _longestCalldata(uint256 columns, uint256 parties) private pure returns (uint256) {
        uint256 largest = 32 * (columns < BLOCK_ITEMS ? columns : BLOCK_ITEMS) * (parties + 2);
        if (largest < ROW_BLOCK_BYTES) largest = ROW_BLOCK_BYTES;
        return CALL_BYTES + 2 * columns + PARTY_BYTES * parties + largest;
    }

    /// @dev An exchange in which nobody sends would never end.
    function _checkSchedule(bytes calldata schedule, uint256 parties) private pure {
        if (schedule.length > 32 * MAX_EXCHANGES) {
            revert IRoundCoordinator.CoordinatorScheduleInvalid(MAX_EXCHANGES);
        }
        uint256[] memory senders = Schedules.sendersOf(schedule);
        for (uint256 exchange = 0; exchange < senders.length; ++exchange) {
            if (senders[exchange] == 0 || senders[exchange] >> parties != 0) {
                revert IRoundCoordinator.CoordinatorScheduleInvalid(exchange);
            }
        }
        if (schedule.length % 32 != 0) revert IRoundCoordinator.CoordinatorScheduleInvalid(senders.length);
    }

    function _checkPeriod(uint256 period) private pure {
        if (period < MIN_PERIOD || period > MAX_PERIOD) revert IRoundCoordinator.CoordinatorPeriodInvalid();
    }
}
