// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bonds } from "../libraries/Bonds.sol";

/// @title BondLemmas
/// @notice Shares of lost bonds add up to them, for every bond and number of parties. Proven by the
/// compiler's SMTChecker (test/deep/lemmas.test.ts), never deployed.
contract BondLemmas {
    /// @notice Lost bonds split without remainder, and less than one odd wei a party.
    function splitIsExact(uint104 lost, uint8 others) external pure {
        if (others == 0) return;
        (uint256 share, uint256 odd) = Bonds.split(lost, others);
        assert(share * others + odd == lost);
        assert(odd < others);
    }

    /// @notice Induction step: `_first` is what the first parties get in all, one credit after
    /// another.
    function creditsAddUp(uint96 bond, uint104 share, uint8 odd, uint8 position) external pure {
        uint256 next = Bonds.creditOf(bond, share, odd, position);
        assert(_first(bond, share, odd, position) + next == _first(bond, share, odd, uint256(position) + 1));
    }

    /// @notice All the others together get every party's bond, no more and no less.
    function nothingIsLostOrMade(uint96 bond, uint8 due, uint8 others, uint104 share, uint8 odd) external pure {
        if (odd >= others || uint256(share) * others + odd != uint256(bond) * due) return;
        assert(_first(bond, share, odd, others) == uint256(bond) * others + uint256(bond) * due);
    }

    /// @dev What the first `count` parties get in all: an odd wei each as long as there are any.
    function _first(uint256 bond, uint256 share, uint256 odd, uint256 count) private pure returns (uint256) {
        return count * (bond + share) + (count < odd ? count : odd);
    }
}
